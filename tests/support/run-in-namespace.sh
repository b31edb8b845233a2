#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program with a network of its own: loopback only, low ports free, and a DNS that it brings
# itself on 127.0.0.1.
#
#   run-in-namespace.sh COMMAND [ARGUMENT...]
#
# Programs that ask whether there is a network are told so. The exit status is the command's.
set -eu

[ $# -gt 0 ] || { sed -n '4,9s/^# \{0,1\}//p' "$0"; exit 2; }

if [ "${1:-}" != --inside ]; then
  rights=
  [ "$(id -u)" = 0 ] || rights="--map-current-user --keep-caps"
  # shellcheck disable=SC2086
  exec unshare $rights --net --mount "$0" --inside "$@"
fi
shift

ip link set lo up
# With loopback addresses alone nobody would be asked for an address (AI_ADDRCONFIG).
ip address add 192.0.2.1/32 dev lo
ip route add default dev lo
names=$(mktemp /tmp/loft-resolv-XXXXXX)
printf '%s\n' 'nameserver 127.0.0.1' 'options timeout:2 attempts:2' >"$names"
mount --bind "$names" /etc/resolv.conf
rm -f "$names"
exec "$@"
