#!/usr/bin/env bash
# Usage: boot.sh FOLDER. Process 1 of try_timer.sh: this machine's files with a layer
# over them, in which systemd then starts nothing but what a trial needs.
set -eu
folder=$1
root=$folder/root
mount --make-rprivate /
mount -t tmpfs tmpfs "$folder/layer"
mkdir "$folder/layer/files" "$folder/layer/work"
mount -t overlay overlay "$root" \
    -o "lowerdir=/,upperdir=$folder/layer/files,workdir=$folder/layer/work"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
for place in run tmp dev sys/fs/cgroup; do mount -t tmpfs -o mode=755 tmpfs "$root/$place"; done
chmod 1777 "$root/tmp"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

units=$root/etc/systemd/system
rm -rf "${units:?}"/*
printf '[Unit]\nDescription=a trial\nRequires=basic.target\nAfter=basic.target\n' \
    >"$units/trial.target"
for unit in systemd-udevd.service systemd-udev-trigger.service systemd-modules-load.service \
    systemd-sysctl.service systemd-random-seed.service systemd-remount-fs.service; do
    ln -s /dev/null "$units/$unit"
done
for timer in "$root"/lib/systemd/system/*.timer; do
    ln -sf /dev/null "$units/${timer##*/}"
done
: >"$root/etc/fstab"
: >"$root/etc/machine-id"
cp "$folder/cifra.deb" "$folder/nights.sh" "$root/root/"
cd "$root"
mount --move . /
exec chroot . /usr/bin/env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=trial.target --show-status=false
