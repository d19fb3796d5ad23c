"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const root = document.documentElement;
  const data = JSON.parse($("data").textContent);
  const items = new Map(data.items.map(item => [item.key, item]));
  const cards = [...document.querySelectorAll(".card")];
  const cardOf = new Map(cards.map(card => [card.dataset.key, card]));
  const marks = [...document.querySelectorAll("mark")];
  const marksOf = new Map(cards.map(card => [card.dataset.key, []]));
  for (const mark of marks) for (const key of mark.dataset.i.split(" ")) marksOf.get(key)?.push(mark);

  const decisions = new Map(); // key → {action, to, reason, at}
  const originals = new Map(); // key → what stood in the slots of a card before it was changed
  const haystacks = new Map(); // key → what a search looks through
  const trail = []; // keys, in the order in which they were decided about
  let current = null;
  let dirty = false;
  root.classList.add("js");

  // Words

  // A count in the digits that the labels have; ids and words of the record stay as they are.
  const figure = value => typeof value === "number" && data.eastern && root.lang === "ar"
    ? String(value).replace(/\d/g, digit => "٠١٢٣٤٥٦٧٨٩"[digit]) : value;
  const say = (text, values = {}) => data.labels[root.lang][text].replace(/%\((\w+)\)s/g, (_, name) => figure(values[name]));
  let silence;
  const tell = text => {
    $("said").textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { $("said").textContent = ""; }, 5000);
  };
  const fold = text => text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/[٠-٩]/g, digit => "٠١٢٣٤٥٦٧٨٩".indexOf(digit)).replace(/\s+/g, " ").trim();
  const whole = text => text.toWellFormed ? text.toWellFormed() : text;
  const count = (text, pattern) => (text.match(pattern) || []).length;
  const arabic = text => count(text, /[\u0621-\u064a]/g);
  const latin = text => count(text, /[A-Za-z]/g);
  const numbers = text => (fold(text).match(/\d+(?:[.,٫٬]\d+)*/g) || []).map(n => n.replace(/[,٬]/g, "")).sort().join(" ");
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const inBoth = text => ["ar", "en"].map(tongue => make("span", { className: tongue, lang: tongue }, data.labels[tongue][text]));

  // What an item says now, with the decision about it

  const value = (key, field) => decisions.get(key)?.to?.[field];
  const wordsOf = item => value(item.key, item.edits) ?? item.words;
  const holdersOf = item => value(item.key, "by") ?? item.by;
  const choiceOf = item => value(item.key, item.choice) ?? item.value;
  const nameOf = (id, tongue) => {
    const name = value(id, "name");
    return name ? name[tongue] || name[tongue === "ar" ? "en" : "ar"] || data.names[id][tongue] : data.names[id][tongue];
  };

  function paint(key) {
    const item = items.get(key), card = cardOf.get(key), decision = decisions.get(key);
    const slots = [...card.querySelectorAll("[data-slot]")].filter(slot => !slot.closest("form"));
    if (!originals.has(key)) originals.set(key, slots.map(slot => [...slot.childNodes].map(node => node.cloneNode(true))));
    slots.forEach((slot, i) => slot.replaceChildren(...originals.get(key)[i].map(node => node.cloneNode(true))));
    const slot = name => slots.filter(element => element.dataset.slot === name);
    card.dataset.state = decision?.action ?? "open";
    haystacks.delete(key);
    for (const mark of marksOf.get(key)) mark.classList.toggle("done", mark.dataset.i.split(" ").every(owner => decisions.has(owner) || !items.has(owner)));
    if (decision) slot("verdict")[0].replaceChildren(...inBoth({ accept: "Accepted", correct: "Corrected", reject: "Rejected" }[decision.action]));
    const was = slot("was")[0];
    const old = (text, tongue) => {
      const gone = make("del", { lang: tongue, dir: tongue === "ar" ? "rtl" : "ltr" }, text);
      was.append(make("p", { className: "was" }, ...inBoth("Was"), ": ", gone));
    };
    if (decision?.to?.[item.edits]) {
      for (const tongue of ["ar", "en"]) {
        const text = decision.to[item.edits][tongue];
        if (text === item.words[tongue]) continue;
        slot(tongue)[0].replaceChildren(text || "–");
        if (item.words[tongue]) old(item.words[tongue], tongue);
      }
    }
    if (decision?.to && item.choice in decision.to) {
      const picked = data.choices[item.kind].find(([choice]) => choice === decision.to[item.choice]);
      slot("choice").forEach((element, i) => {
        if (element.closest(".ar, .en").lang === root.lang) old(element.textContent, root.lang);
        element.replaceChildren(picked[i + 1]);
      });
    }
    if (decision?.to && "date" in decision.to) {
      was.append(make("p", { className: "was" }, ...inBoth("Date"), ": ", make("bdi", { dir: "ltr" }, decision.to.date || "–"), " ",
        make("del", { dir: "ltr" }, item.date || "–")));
    }
    if (decision?.to?.by) {
      for (const tongue of ["ar", "en"]) {
        slot(`by-${tongue}`)[0].replaceChildren(...decision.to.by.flatMap((id, i) => {
          const name = make("bdi", {}, nameOf(id, tongue));
          name.dataset.p = id;
          return i ? [tongue === "ar" ? "، " : ", ", name] : [name];
        }));
      }
      old(item.by.map(id => data.names[id][root.lang]).join(root.lang === "ar" ? "، " : ", "), root.lang);
    }
    if (decision?.reason) {
      const reasons = ["ar", "en"].map(tongue => make("span", { className: tongue, lang: tongue, dir: "auto" }, decision.reason[tongue]));
      was.append(make("p", { className: "reason" }, ...inBoth("Reason"), ": ", ...reasons));
    }
    for (const name of document.querySelectorAll("[data-p]")) {
      name.textContent = nameOf(name.dataset.p, name.closest("[data-slot=by-ar]") ? "ar" : "en");
    }
  }

  // A participant cannot go while something is said to be his.
  function orphans() {
    const gone = key => decisions.get(key)?.action === "reject";
    return data.items.filter(item => item.kind === "participant" && gone(item.key)).flatMap(({ key }) => {
      const held = data.items.filter(item => !gone(item.key) && [...(holdersOf(item) ?? []), ...item.needs].includes(key));
      return held.length ? [say("%(item)s is rejected, but these items would lose whose they are: %(items)s. Correct or reject them too, or the corrections will be refused.",
        { item: key, items: held.map(item => item.kind === "stance" ? item.needs[0] : item.key).join(", ") })] : [];
    });
  }

  function refresh() {
    const done = data.items.filter(item => decisions.has(item.key) || cardOf.get(item.key).querySelector(".earlier")).length;
    $("progress").max = data.items.length;
    $("progress").value = done;
    $("progress-words").textContent = say("%(done)s of %(all)s reviewed", { done, all: data.items.length });
    $("unsaved").hidden = !dirty;
    $("unsaved").textContent = figure(decisions.size);
    $("save").title = dirty ? say("Unsaved changes") : "";
    $("problem").textContent = orphans().join(" ");
    $("as-text").value = text();
  }

  function decide(key, decision) {
    if (decision) decisions.set(key, { ...decision, at: new Date().toISOString() });
    else decisions.delete(key);
    dirty = true;
    trail.push(key);
    paint(key);
    refresh();
    tell(`${key}: ${say({ accept: "Accepted", correct: "Corrected", reject: "Rejected" }[decision?.action] ?? "Not reviewed")}`);
  }

  // Choosing

  const isShown = card => !card.hidden;
  const shown = () => cards.filter(isShown);

  function scrollTo(mark) {
    const pane = $("source"), box = pane.getBoundingClientRect();
    pane.scrollTop += mark.getBoundingClientRect().top - box.top - pane.clientHeight / 3;
  }

  function choose(card, { focus = true, owners = [] } = {}) {
    if (!card) return;
    if (current !== card) closeForm();
    for (const element of document.querySelectorAll(".on")) element.classList.remove("on");
    current?.removeAttribute("aria-current");
    for (const other of cards) other.tabIndex = -1;
    current = card;
    card.classList.add("on");
    card.setAttribute("aria-current", "true");
    card.tabIndex = 0;
    const lit = marksOf.get(card.dataset.key);
    for (const mark of lit) mark.classList.add("on");
    if (lit.length) scrollTo(lit[0]);
    if (items.has(card.dataset.key)) card.append(bar);
    else bar.remove();
    const others = owners.length > 1 ? owners : [];
    $("support").hidden = !others.length;
    $("support").replaceChildren(...(others.length ? [`${say("These words support")}: `] : []), ...others.flatMap(owner => {
      const called = ["id", "kind"].map(name => [...owner.querySelectorAll(`.${name}`)].find(it => it.offsetParent)?.textContent.trim());
      const button = make("button", { type: "button", onclick: () => choose(owner, { owners }) }, called.filter(Boolean).join(" "));
      button.setAttribute("aria-pressed", String(owner === card));
      return [button, " "];
    }));
    if (focus) card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const list = shown();
    const at = list.indexOf(current);
    choose(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  function nextOpen() {
    const list = shown().filter(card => items.has(card.dataset.key));
    const open = list.filter(card => !decisions.has(card.dataset.key) && !card.querySelector(".earlier"));
    const after = open.find(card => !current || current.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (after || open.length) choose(after ?? open[0]);
    else tell(say("All items are reviewed."));
  }

  function fromMark(mark) {
    let owners = mark.dataset.i.split(" ").map(key => cardOf.get(key));
    if (!owners.some(isShown)) clearFilters();
    owners = owners.filter(isShown);
    choose(owners[(owners.indexOf(current) + 1) % owners.length], { focus: false, owners });
  }

  function toMark(mark) {
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    scrollTo(mark);
  }

  function stepMark(mark, by) {
    const list = marks.filter(it => !it.classList.contains("off"));
    const next = list[list.indexOf(mark) + by];
    if (next) toMark(next);
  }

  // Deciding

  const bar = $("bar").content.firstElementChild.cloneNode(true);
  bar.addEventListener("click", event => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what) act(what);
  });

  function act(what) {
    const key = current?.dataset.key;
    if (!items.has(key) || !isShown(current)) return;
    if (what === "accept") {
      if (form) closeForm();
      if (decisions.get(key)?.action !== "correct") decide(key, { action: "accept" });
      nextOpen();
    } else if (what === "undo") {
      closeForm();
      takeBack(key);
    } else if (what === "reject" && ["event", "final_statement"].includes(items.get(key).kind)) {
      openForm("correct"); // these two are always there
    } else {
      openForm(what);
    }
  }

  // The decision about this item; if there is none, the last one, from which accepting has led on.
  function takeBack(key) {
    let last = key;
    while (last && !decisions.has(last)) last = trail.pop();
    if (!last) return;
    decide(last, null);
    const card = cardOf.get(last);
    if (!isShown(card)) clearFilters();
    choose(card);
  }

  let form = null;

  function closeForm() {
    if (!form) return;
    form.remove();
    form = null;
    if (current) current.append(bar);
  }

  function openForm(what) {
    closeForm();
    const item = items.get(current.dataset.key), decision = decisions.get(item.key);
    form = $("form").content.firstElementChild.cloneNode(true);
    const part = name => form.querySelector(`[data-part=${name}]`);
    const field = name => form.elements[name];
    const correcting = what === "correct";
    part("words").hidden = !correcting || !item.edits;
    part("choice").hidden = !correcting || !item.choice;
    for (const name of part("choice").querySelectorAll("[data-for]")) name.hidden = !name.dataset.for.split(" ").includes(item.kind);
    part("by").hidden = !correcting || !item.by;
    part("date").hidden = !correcting || item.date === null;
    field("date").value = value(item.key, "date") ?? item.date ?? "";
    part("preset").hidden = part("reason").hidden = correcting;
    if (correcting) {
      const words = wordsOf(item);
      field("ar").value = words.ar ?? "";
      field("en").value = words.en ?? "";
      for (const tongue of ["ar", "en"]) field(tongue).dataset.before = field(tongue).value;
      for (const [choice, ar, en] of item.choice ? data.choices[item.kind] : []) {
        field("choice").append(make("option", { value: String(choice), selected: choice === choiceOf(item) }, root.lang === "ar" ? ar : en));
      }
      for (const id of item.by ? Object.keys(data.names) : []) {
        const box = make("input", { type: "checkbox", name: "by", value: id, checked: holdersOf(item).includes(id) });
        part("by").lastElementChild.append(make("label", {}, box, " ", make("bdi", {}, nameOf(id, root.lang))));
      }
    } else {
      field("reason-ar").value = decision?.reason?.ar ?? "";
      field("reason-en").value = decision?.reason?.en ?? "";
      field("preset").append(make("option", { value: "" }, "…"));
      data.reasons.forEach((reason, i) => field("preset").append(make("option", { value: i }, reason[root.lang])));
      field("preset").onchange = () => {
        const reason = data.reasons[field("preset").value];
        if (!reason) return;
        field("reason-ar").value = reason.ar;
        field("reason-en").value = reason.en;
      };
    }
    form.oninput = () => {
      const hints = [];
      if (correcting && item.edits !== "name" && numbers(field("ar").value) !== numbers(field("en").value)) hints.push("The numbers differ between Arabic and English.");
      const kept = ["ar", "en"].some(tongue => field(tongue).value === (item.words[tongue] ?? ""));
      if (correcting && item.by && kept && chosen(item).join() !== item.by.join()) hints.push("The holder changes: does the sentence still fit?");
      form.querySelector("[data-slot=hint]").textContent = hints.map(hint => say(hint)).join(" ");
    };
    form.onsubmit = event => {
      event.preventDefault();
      finish(item, correcting);
    };
    form.querySelector("[data-do=cancel]").onclick = () => { closeForm(); current.focus(); };
    bar.remove();
    current.append(form);
    form.oninput();
    form.querySelector("textarea:not([hidden] *), select:not([hidden] *), input:not([hidden] *)")?.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  // The holders that are ticked, in the order in which the record has them.
  function chosen(item) {
    const ticked = [...form.querySelectorAll("[name=by]:checked")].map(box => box.value);
    return [...item.by.filter(id => ticked.includes(id)), ...ticked.filter(id => !item.by.includes(id))];
  }

  // As in the record's schema.
  const DAY = "[0-9]{3}[0-9X](?:-(?:[01][0-9]|XX)(?:-(?:[0-3][0-9]|XX))?)?[~?%]?";
  const EDTF = new RegExp(`^(?:${DAY}|\\.\\.)(?:/(?:${DAY}|\\.\\.))?$`);

  function finish(item, correcting) {
    const field = name => form.elements[name];
    const clean = name => whole(field(name).value).replace(/\s+/g, " ").trim();
    const fault = text => { form.querySelector("[data-slot=fault]").textContent = say(text); };
    let decision;
    if (correcting) {
      const to = {};
      if (item.edits) {
        // A text that was not touched stays as it is, with whatever a text field cannot hold.
        const written = tongue => field(tongue).value === field(tongue).dataset.before ? wordsOf(item)[tongue] ?? "" : clean(tongue);
        const words = { ar: written("ar"), en: written("en") };
        const named = item.kind === "participant"; // whose name may be known in one language only
        const needed = tongue => words[tongue] !== (item.words[tongue] ?? "") && (words[tongue] || !named);
        if (needed("ar") && (!arabic(words.ar) || (!named && arabic(words.ar) < latin(words.ar)))) return fault("The Arabic text is empty or not in Arabic.");
        if (needed("en") && (!latin(words.en) || (!named && arabic(words.en) >= latin(words.en)))) return fault("The English text is empty or not in English.");
        const next = { ar: words.ar || null, en: words.en || null };
        if (next.ar !== item.words.ar || next.en !== item.words.en) to[item.edits] = next;
      }
      if (item.choice) {
        const [choice] = data.choices[item.kind].find(([value]) => String(value) === field("choice").value);
        if (choice !== item.value) to[item.choice] = choice;
      }
      if (item.by) {
        const by = chosen(item);
        if (!by.length) return fault("At least one holder is needed.");
        if (by.join() !== item.by.join()) to.by = by;
      }
      if (item.date !== null) {
        const date = fold(field("date").value).toUpperCase().replace(/ /g, "");
        if (date && !EDTF.test(date)) return fault("A date is written 2017-01-23, 2017-01 or 2017.");
        if (date !== item.date) to.date = date;
      }
      decision = Object.keys(to).length ? { action: "correct", to } : decisions.get(item.key)?.action === "correct" ? null : undefined;
    } else {
      const reason = { ar: clean("reason-ar"), en: clean("reason-en") };
      if (!arabic(reason.ar) || !latin(reason.en)) return fault("A reason is needed in both languages.");
      decision = { action: "reject", reason };
    }
    closeForm();
    if (decision !== undefined) decide(item.key, decision);
    current.focus();
  }

  // The file

  function text() {
    const reviewer = whole($("reviewer").value).trim();
    const corrections = data.items.filter(item => decisions.has(item.key)).map(item => {
      const { action, to, reason, at } = decisions.get(item.key);
      return { item: item.key, action, replaces: item.words, digest: item.digest, to, reason, at };
    });
    return JSON.stringify({ schema_version: "1.0", sources: data.sources, ...(reviewer && { reviewer }), corrections }, null, 2) + "\n";
  }

  function save() {
    if (!decisions.size) return tell(say("Nothing to save yet"));
    const address = URL.createObjectURL(new Blob([text()], { type: "application/json" }));
    make("a", { href: address, download: "corrections.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    dirty = false;
    refresh();
    tell(say($("reviewer").value.trim() ? "Saved" : "Saved without your name: it can be given under “File…”."));
  }

  const isText = value => typeof value === "string" && value.trim() !== "";
  const isReason = value => isText(value?.ar) && isText(value?.en);

  /** A correction of a file as a decision; null if it is not for this page, or of a form that the page does not know. */
  function readable(entry) {
    const item = items.get(entry?.item);
    if (!item || (entry.digest ?? item.digest) !== item.digest) return null;
    if (["ar", "en"].some(tongue => (entry.replaces?.[tongue] ?? item.words[tongue]) !== item.words[tongue])) return null;
    const at = typeof entry.at === "string" ? entry.at : undefined;
    if (entry.action === "accept") return { action: "accept", at };
    if (entry.action === "reject") return isReason(entry.reason) ? { action: "reject", reason: { ar: entry.reason.ar, en: entry.reason.en }, at } : null;
    if (entry.action !== "correct" || typeof entry.to !== "object" || entry.to === null) return null;
    const to = {};
    for (const [field, given] of Object.entries(entry.to)) {
      if (given === null) continue;
      if (field === item.edits && (isReason(given) || (item.kind === "participant" && (isText(given.ar) || isText(given.en))))) to[field] = { ar: given.ar ?? null, en: given.en ?? null };
      else if (field === "by" && item.by && Array.isArray(given) && given.length && given.every(id => Object.hasOwn(data.names, id))) to.by = given;
      else if (field === "date" && item.date !== null && (given === "" || (typeof given === "string" && EDTF.test(given)))) to.date = given;
      else if (field === item.choice && data.choices[item.kind].some(([choice]) => choice === given)) to[field] = given;
      else return null;
    }
    return Object.keys(to).length ? { action: "correct", to, at } : null;
  }

  async function load(file) {
    let found;
    try {
      found = JSON.parse(await file.text());
    } catch {
      found = null;
    }
    const problem = text => { $("problem").textContent = text; };
    if (!Array.isArray(found?.corrections) || !Array.isArray(found?.sources)) return problem(say("This file is not one of corrections."));
    const identity = sources => sources.map(source => `${source?.id} ${source?.sha256}`).sort().join();
    if (identity(found.sources) !== identity(data.sources)) return problem(say("These corrections are for another record."));
    const missed = [];
    let loaded = 0;
    for (const entry of found.corrections) {
      const decision = readable(entry);
      if (!decision) {
        missed.push(String(entry?.item));
        continue;
      }
      decisions.set(entry.item, { ...decision, at: decision.at ?? new Date().toISOString() });
      paint(entry.item);
      loaded += 1;
    }
    if (isText(found.reviewer) && !$("reviewer").value) $("reviewer").value = found.reviewer;
    refresh();
    filter();
    tell(say("Loaded: %(n)s", { n: loaded }));
    if (missed.length) problem(say("Not loaded, since the item has changed: %(items)s", { items: missed.join(", ") }));
  }

  // Filters

  const haystack = card => {
    const key = card.dataset.key;
    if (!haystacks.has(key)) haystacks.set(key, fold(`${card.textContent} ${key}`));
    return haystacks.get(key);
  };

  function filter() {
    const [party, kind, status, state] = ["party", "kind", "status", "state"].map(id => $(id).value);
    const wanted = fold($("search").value).split(" ").filter(Boolean);
    bar.remove();
    let n = 0;
    for (const card of cards) {
      const set = card.dataset;
      const item = items.get(set.key);
      const isState = !state || (state === "warned" ? set.warned : item && (set.state ?? "open") === state);
      card.hidden = !((!party || set.by.split(" ").includes(party)) && (!kind || set.kind === kind) && (!status || set.status === status)
        && isState && (!wanted.length || wanted.every(word => haystack(card).includes(word))));
      n += !card.hidden;
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
    const keys = new Set(shown().map(card => card.dataset.key));
    for (const mark of marks) mark.classList.toggle("off", !mark.dataset.i.split(" ").some(key => keys.has(key)));
    $("count").textContent = say("%(n)s of %(all)s shown", { n, all: cards.length });
    $("clear").hidden = n === cards.length;
    $("nothing").hidden = n > 0;
    $("nothing").textContent = n ? "" : say("No item matches.");
    if (current && isShown(current) && items.has(current.dataset.key) && !form) current.append(bar);
    // One card can be reached with the tabulator: the chosen one, else the first.
    const reached = current && isShown(current) ? current : shown()[0];
    for (const card of cards) card.tabIndex = card === reached ? 0 : -1;
  }

  function clearFilters() {
    $("filters").reset();
    filter();
  }

  function speak(language) {
    root.lang = language;
    root.dir = language === "ar" ? "rtl" : "ltr";
    for (const element of document.querySelectorAll("[data-ar]")) {
      if (element.tagName === "OPTGROUP") element.label = element.dataset[language];
      else element.textContent = element.dataset[language];
    }
    document.title = [...document.querySelectorAll(`h1 .${language}`)].map(element => element.textContent).reverse().join(" – ");
    if (form) closeForm();
    refresh();
    filter();
    if (current) choose(current, { focus: false });
  }

  // What the reader does

  for (const card of cards) {
    card.addEventListener("click", event => {
      if (event.target.closest("form, .bar, a, label")) return;
      if (card !== current) choose(card);
    });
    card.addEventListener("focus", () => {
      if (card !== current) choose(card);
    });
  }
  for (const link of document.querySelectorAll("[data-mark]")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      choose(link.closest(".card"), { focus: false });
      toMark($(link.dataset.mark));
    });
  }
  for (const link of document.querySelectorAll("[data-go]")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      const card = $(link.dataset.go);
      if (!isShown(card)) clearFilters();
      choose(card);
    });
  }
  $("source").addEventListener("click", event => {
    const mark = event.target.closest("mark");
    if (mark && getSelection().isCollapsed) fromMark(mark);
  });
  $("filters").addEventListener("submit", event => event.preventDefault());
  $("filters").addEventListener("input", filter);
  $("clear").addEventListener("click", clearFilters);
  $("save").addEventListener("click", save);
  $("more").addEventListener("click", () => {
    $("file").hidden = !$("file").hidden;
    $("more").setAttribute("aria-expanded", String(!$("file").hidden));
  });
  $("language").addEventListener("click", () => speak(root.lang === "ar" ? "en" : "ar"));
  $("keys").addEventListener("click", () => $("help").showModal());
  $("close").addEventListener("click", () => $("help").close());
  $("reviewer").addEventListener("input", () => { dirty ||= decisions.size > 0; refresh(); });
  $("load").addEventListener("change", event => {
    if (event.target.files.length) load(event.target.files[0]);
    event.target.value = "";
  });
  $("copy").addEventListener("click", async () => {
    $("as-text").select();
    try {
      await navigator.clipboard.writeText($("as-text").value);
      tell(say("Copied"));
    } catch {
      tell(say("Select the text and copy it."));
    }
  });
  addEventListener("beforeunload", event => {
    if (dirty || form) event.preventDefault();
  });

  const KEYS = {
    j: () => step(1), k: () => step(-1), n: nextOpen, a: () => act("accept"), e: () => act("correct"), r: () => act("reject"),
    u: () => act("undo"), s: save, l: () => speak(root.lang === "ar" ? "en" : "ar"),
    "/": () => { $("search").focus(); $("search").select(); }, "?": () => $("help").showModal(),
  };

  // With an Arabic layout the key of j writes ت: what counts is where it is.
  function keyOf(event) {
    if (event.key === "?" || event.key === "؟") return "?";
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    if (/^[\u0600-\u06ff]+$/.test(event.key) && event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  document.addEventListener("keydown", event => {
    const target = event.target;
    if ($("help").open || event.altKey || event.isComposing) return;
    if (form && target.closest("form") === form) {
      if (event.key === "Escape") { closeForm(); current.focus(); event.preventDefault(); }
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { form.requestSubmit(); event.preventDefault(); }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (target === $("search") || shown().length < cards.length) clearFilters();
      (current && isShown(current) ? current : $("items")).focus();
      event.preventDefault();
      return;
    }
    if (target.matches("input, textarea, select")) {
      if (target === $("search") && event.key === "Enter") { choose(shown()[0]); event.preventDefault(); }
      return;
    }
    const inSource = target.closest?.("mark");
    const inItems = target.closest?.("#items") || target === document.body;
    if (event.key === "Enter") {
      if (target.matches("button, a, summary")) return;
      if (inSource) { const before = current; fromMark(inSource); if (current !== before || current) current.focus(); }
      else if (current && marksOf.get(current.dataset.key).length) toMark(marksOf.get(current.dataset.key)[0]);
      event.preventDefault();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (inSource) stepMark(inSource, by);
      else if (inItems && current) step(by);
      else return;
      event.preventDefault();
      return;
    }
    const key = keyOf(event);
    if (!$("shortcuts").checked || !Object.hasOwn(KEYS, key)) return;
    event.preventDefault();
    if (inSource && key === "j") stepMark(inSource, 1);
    else if (inSource && key === "k") stepMark(inSource, -1);
    else KEYS[key]();
  });

  refresh();
  filter();
  const named = location.hash && cards.find(card => `#${card.id}` === location.hash);
  if (named) choose(named);
})();
