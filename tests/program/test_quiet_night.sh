#!/usr/bin/env bash
# A night with nothing new: each publisher answers that nothing changed; then nothing at
# all is written where the site lies, and it costs at most a twentieth of the work.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

# A server of files that says 304 to whoever has them, and writes down what it said.
mkdir pub
serve <<'PYTHON'
class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *given):
        super().__init__(*given, directory="pub")
    def log_message(self, *ignored):
        pass
    def log_request(self, code, size=None):
        with open("answers", "a") as answers:
            answers.write(f"{self.path} {int(code)}\n")
PYTHON
xz -dc "$bundled/sesnsp_estatal_2024-12-21.csv.xz" >pub/state.csv
raw_file >pub/towns.csv
touch -d 2026-01-13T00:00:00Z pub/*
cat >cifra.json <<JSON
{"sources": ["mx-estatal-2015", "mx-municipal-2015"],
 "urls": {"mx-estatal-2015": "$at/state.csv", "mx-municipal-2015": "$at/towns.csv"}}
JSON
export CIFRA_NOW=2026-01-14T03:17:00Z

# spent FILE: run it, and leave there the processor's time that it took.
cat >spent.py <<'PYTHON'
import os, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = os.times()
open(sys.argv[1], "w").write(str(used.children_user + used.children_system))
sys.exit(code)
PYTHON
spent() { python3 spent.py "$1" "$CIFRA" run >"$work/out" 2>"$work/err"; }

spent full || wrong "the first night: exit $?"
says out "published 2026-01-13-"
kept() { on_disk public public/ var/releases var/snapshots; }
kept >before
spent none || wrong "a night with nothing new: exit $?"
says out "nothing new: public/ is edition"
grep -c ' 304$' answers | grep -qx 2 || wrong "not two answers that nothing changed: $(cat answers)"
kept | diff before - >out ||
    wrong "a night with nothing new changed what is kept"
python3 -c "
full, none = (float(open(name).read()) for name in ('full', 'none'))
print(f'{full:.2f} s of the processor with an edition, {none:.2f} s without')
raise SystemExit(20 * none > full)" >out || wrong "more than a twentieth of the work"

# Not even what is undone again: no call that changes anything, by name or by file.
if ! command -v strace >/dev/null || ! strace -o /dev/null true 2>/dev/null; then
    echo "strace is not here or may not trace: the calls of a quiet night were not looked at"
    exit 0
fi
changes=rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink
changes+=,symlinkat,mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime
changes+=,utimes,utimensat,futimesat,truncate,ftruncate,fallocate,write,writev,pwrite64
changes+=,pwritev,pwritev2,sendfile,copy_file_range,setxattr,fsetxattr,open,openat,creat
strace -ff -y -qq -e signal=none -e "trace=$changes" -o calls "$CIFRA" run >out 2>err ||
    wrong "a traced night: exit $?"
says out "nothing new"
# Reading is none, nor is speaking, nor what fails because there is nothing to do; the lock
# and the record of the run lie elsewhere than the site.
none='^open(at)?\([^)]*O_RDONLY| = -1 E'
none+='|(write|writev)\([12]<|<(pipe|socket|anon_inode|TCP|UNIX|/dev/null)'
cat calls.* | grep -vE "$none" >changed
grep -q 'var/state/run.json' changed || wrong "the trace does not show what is written"
of_the_site='"(\./)?public[/"]|<[^>]*/public[/>]|var/releases/[^."<>]'
grep -E "$of_the_site" changed >out && wrong "calls of a quiet night change what is published"
grep -vE 'var/releases/\.lock|var/state/|var/snapshots/\.incoming/\.lock' changed >out
[ ! -s out ] || wrong "calls of a quiet night change something else"
# A short night that publishes, traced alike, shows by the same words that it does.
mkdir other && cd other && small_edition || exit 1
strace -ff -y -qq -e signal=none -e "trace=$changes" -o calls "$CIFRA" run --quiet --bundle "$bundled" \
    2>"$work/err" || wrong "exit $?"
cat calls.* | grep -vE "$none" | grep -E "$of_the_site" >found
grep -q 'rename.*"public"' found && grep -q "rename.*var/releases/2" found ||
    wrong "the trace does not show an edition being published"
