#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The generator makes the same mailbox twice, of the size asked for, and another one by seed.
#   test-sample-mailbox.sh GENERATOR
set -u

generator=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

check () {
  number=$((number + 1))
  name=$1
  shift
  if "$@" >"$folder/log" 2>&1; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    sed 's/^/# /' "$folder/log" | head -n 20
  fi
}

differ () {
  [ -d "$1/cur" ] && [ -d "$2/cur" ] && ! diff -rq "$1" "$2"
}

count_is () {
  count=$(find "$1" -type f -path '*/cur/*' | wc -l)
  echo "$count messages"
  [ "$count" = "$2" ]
}

bytes_near () {
  bytes=$(find "$1" -type f -path '*/cur/*' -printf '%s\n' | awk '{ n += $1 } END { print n }')
  echo "$bytes bytes"
  [ "$bytes" -gt "$(($2 * 9 / 10))" ] && [ "$bytes" -lt "$(($2 * 11 / 10))" ]
}

has_time () {
  find "$1/cur" -name "1799999640*" -newermt "2027-01-15 07:53:59" \
    ! -newermt "2027-01-15 07:54:01" | grep .
}

cd "$folder" || exit 1
echo 1..8
check "demo" "$generator" --demo --count 600 --now 1800000000 one
"$generator" --demo --count 600 --now 1800000000 two >/dev/null
"$generator" --demo --count 600 --now 1800000000 --seed 2 three >/dev/null
check "the same again" diff -r one two
check "another seed" differ one three
check "as many as asked for" count_is one 600
check "INTERNALDATE is the file's time" has_time one
check "benchmark" "$generator" --bench 3000 --bytes 18000000 bench
check "its count" count_is bench 3000
check "its size" bytes_near bench 18000000
