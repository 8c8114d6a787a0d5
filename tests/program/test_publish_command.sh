#!/usr/bin/env bash
# A command publishes the site elsewhere: it is told which edition and where it lies, is
# heard, ended when its time is up, and tried again until it succeeds.
. tests/program/common.sh
hook() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"],
        "publish": [{"kind": "command", "argv": ["bash", "%s", "two words"], "timeout": %s}]}\n' \
        "$work/hook.sh" "$1" >cifra.json
}
program=$CIFRA
CIFRA=$CIFRA_RELEASE
hook 20
echo 'echo "no $1"; for i in $(seq 101); do echo "$i"; echo; done; exit 7' >hook.sh
code 5 run --bundle "$bundled"
says err "bash: no two words"
says err "cifra: bash: edition 2026-01-13-"
says err "is not there yet: it ended with 7"
[ "$(grep -c '^bash: ' err)" -eq 101 ] && [ "$(grep -c '^bash: …$' err)" -eq 1 ] ||
    wrong "not its first 100 lines, and that there are more"
[ -e public/es/index.html ] || wrong "the local edition is not there"

# Its time is up: whatever it started is ended with it, and the local edition stays.
CIFRA=$program
hook 1
echo 'sleep 60 & echo $! >child; sleep 60' >hook.sh
code 5 run --quiet # which builds again, as the configuration is another
before=$(on_disk public/ var)
code 5 run --quiet
one_sentence
says err "it was not done after 1 s"
sleep 0.2
kill -0 "$(cat child)" 2>/dev/null && [ "$(ps -o stat= -p "$(cat child)" | cut -c1)" != Z ] &&
    wrong "what the command started is still there"
[ "$(on_disk public/ var)" = "$before" ] || wrong "a command that failed changed something"

# It succeeds; then it is not asked again until there is something new.
hook 20
echo 'cp -RL "$CIFRA_FOLDER" copy && echo "$CIFRA_EDITION" >>calls' >hook.sh
CIFRA_EDITION=another code 0 run
[ "$(cat calls)" = "$(basename "$(readlink public)")" ] || wrong "the command was not told the edition"
cmp copy/SHA256SUMS public/SHA256SUMS || wrong "the command was not told the folder"
before=$(on_disk public/ var)
code 0 run
[ "$(on_disk public/ var)" = "$before" ] || wrong "a run with nothing new wrote something"
[ "$(wc -l <calls)" -eq 1 ] || wrong "the command was asked again"

# What is new in the folder is sent, though the edition is the same.
sed -i 's/"languages"/"precompress": ["gz"], &/' cifra.json
rm -r copy
code 0 run
[ "$(wc -l <calls)" -eq 2 ] || wrong "packed copies were not sent"
[ -e copy/es/index.html.gz ] || wrong "the copy has no packed copies"
code 0 run
[ "$(wc -l <calls)" -eq 2 ] || wrong "the command was asked again"

# A run that is killed takes its command with it, and what that started.
hook 60
rm -f child
echo 'sleep 60 & echo $! >starting; mv starting child; sleep 60' >hook.sh
"$CIFRA" run --quiet >/dev/null 2>&1 &
victim=$!
for _ in $(seq 3000); do
    [ -e child ] && break
    sleep 0.02
done
[ -e child ] || wrong "the command was not started"
kill -9 $victim
wait $victim 2>/dev/null
runs() { kill -0 "$1" 2>/dev/null && [ "$(ps -o stat= -p "$1" | cut -c1)" != Z ]; }
for _ in $(seq 250); do
    runs "$(cat child)" || break
    sleep 0.02
done
runs "$(cat child)" && kill "$(cat child)" && wrong "the command outlived the run"
echo '{"publish": [{"kind": "command", "argv": []}]}' >cifra.json
code 2 run
one_sentence
echo '{"publish": [{"kind": "ftp"}]}' >cifra.json
code 2 run
one_sentence
