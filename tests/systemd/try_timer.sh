#!/usr/bin/env bash
# Usage: try_timer.sh PACKAGE.deb (of make deb)
# Boots systemd in namespaces of its own, over this machine's files and without changing
# them, installs the package there and lets its timer fire: after nights without power, on
# a quiet night, with the publisher away and back, and after a kill. Wants root, systemd,
# and overlayfs. No part of `make test`: few machines that test may do this.
set -eu
here=$(dirname "$(realpath "$0")")
package=$(realpath "${1:?the path of a package is missing}")
folder=$(mktemp -d "${TMPDIR:-/tmp}/cifra-timer.XXXXXX")
groups=/sys/fs/cgroup
[ ! -d $groups/unified ] || groups=$groups/unified
group=$groups/${folder##*/}
boot=
finish() {
    [ -z "$boot" ] || kill -KILL "$boot" 2>/dev/null || true
    wait 2>/dev/null || true
    for _ in $(seq 50); do # its processes take a moment to end
        find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true
        [ -d "$group" ] || break
        sleep 0.1
    done
    rm -rf "$folder"
}
trap finish EXIT
mkdir "$folder/root" "$folder/layer" "$group"
cp "$package" "$folder/cifra.deb"
cp "$here/nights.sh" "$folder"
(
    echo $BASHPID >"$group/cgroup.procs"
    exec unshare --mount --pid --fork --kill-child --net --uts --ipc --cgroup \
        bash "$here/boot.sh" "$folder" >"$folder/log" 2>&1 </dev/null
) &
boot=$!
inside() { nsenter --target "$init" --all env HOME=/root "$@"; }
for _ in $(seq 300); do
    init=$(ps -o pid= --ppid $boot | tr -d ' ')
    [ -z "$init" ] || ! inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' ||
        break
    kill -0 $boot 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
done
inside bash /root/nights.sh
