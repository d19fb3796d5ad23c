#!/usr/bin/env bash
# For cron: read the reports of the day, say nothing if all is well, else say what failed (cron mails it).
#
#   30 5 * * *  BRIEFING_MODEL=gpt-5-mini /opt/desk/morning.sh /srv/reports /srv/briefs
#
# It may be started again at any time: what is done is not done again, and while one runs a second one leaves at once.
set -uo pipefail
reports=$1 briefs=$2 day=${3:-$(date +%F)}

mkdir -p "$briefs" || exit
if command -v flock >/dev/null; then
  exec 9>"$briefs/.morning.lock"
  flock --nonblock 9 || exit 0
fi
log="$briefs/$day.log"
briefing batch "$reports/$day" --out "$briefs/$day" --published "$day" --resume --strict --quiet >/dev/null 2>"$log" 9>&-
code=$?
case $code in
  0) rm -f "$log" ;;
  3) echo "$day: done; some items were refused, see the briefs in $briefs/$day." ;;
  *)
    echo "$day: briefing ended with $code:"
    tail -n 20 "$log"
    ;;
esac
exit $code
