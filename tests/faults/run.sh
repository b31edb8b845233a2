#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that the tests can turn red: builds Loft with each deliberate fault of this folder and runs
# the test that the patch names in its first line, which must fail. Usage: run.sh [FAULT…]
# The copy and its build are kept in LOFT_FAULTS_DIR (default: a temporary folder, removed again).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=${LOFT_FAULTS_DIR:-$(mktemp -d)}
[ -n "${LOFT_FAULTS_DIR:-}" ] || trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch"

if [ $# -eq 0 ]; then
  set -- "$here"/*.patch
else
  names=$*
  set --
  for name in $names; do set -- "$@" "$here/${name%.patch}.patch"; done
fi

test_of () { sed -n '1s/^test: //p' "$1"; }

run_test () {
  LOFT_TEST_SOAK=1 timeout 900 meson test -C "$scratch/build" --no-rebuild --timeout-multiplier 3 "$1" \
    >"$scratch/test.log" 2>&1
}

build () { ninja -C "$scratch/build" "tests/sync/test-$1" >"$scratch/build.log" 2>&1; }

copy () {
  rm -rf "$scratch/source"
  mkdir -p "$scratch/source"
  (cd "$root" && tar cf - --exclude=./build --exclude=./.git .) | tar xmf - -C "$scratch/source"
}

copy
[ -d "$scratch/build" ] || meson setup "$scratch/build" "$scratch/source" -Dwindow=false \
  >"$scratch/setup.log" 2>&1 || { cat "$scratch/setup.log"; exit 1; }

failed=0
checked=
for patch in "$@"; do
  name=$(basename "$patch" .patch)
  test=$(test_of "$patch")

  # The same test without the fault, once.
  case " $checked " in
    *" $test "*) ;;
    *)
      build "$test" || { tail -20 "$scratch/build.log"; exit 1; }
      run_test "$test" || { echo "$test fails without any fault"; exit 1; }
      checked="$checked $test"
      ;;
  esac

  if ! patch -d "$scratch/source" -p1 -s <"$patch"; then
    echo "NOT APPLIED  $name"
    failed=1
    copy
    continue
  fi
  if ! build "$test"; then
    echo "NOT BUILT    $name"
    tail -20 "$scratch/build.log"
    failed=1
  elif run_test "$test"; then
    echo "NOT NOTICED  $name ($test)"
    failed=1
  else
    echo "noticed      $name ($test)"
  fi
  patch -d "$scratch/source" -p1 -s -R <"$patch"
done
exit $failed
