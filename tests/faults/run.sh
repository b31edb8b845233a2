#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that the tests can turn red: builds Loft with each deliberate fault of this folder and runs
# the test that the patch names in its first line, which must fail: in its full count, or where the
# next line says "count: small" in that of the default run. Usage: run.sh [FAULT…]
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

soak_of () {
  if sed -n '2p' "$1" | grep -q '^count: small$'; then echo -u LOFT_TEST_SOAK; else echo LOFT_TEST_SOAK=1; fi
}

# TEST SOAK
run_test () {
  # shellcheck disable=SC2086
  env $2 timeout 900 meson test -C "$scratch/build" --no-rebuild --timeout-multiplier 3 "$1" \
    >"$scratch/test.log" 2>&1
}

build () {
  case $1 in
    server-*)
      set -- "tests/server/test-${1#server-}" src/cli/loftctl tests/support/loft-fault-shim.so \
        tests/support/sample/loft-sample-mailbox
      ;;
    lying-*) set -- "tests/server/test-$1" ;;
    hostile-* | tls-*) set -- "tests/protocol/imap/test-$1" ;;
    smtp-*) set -- "tests/protocol/smtp/test-$1" ;;
    *) set -- "tests/sync/test-$1" ;;
  esac
  ninja -C "$scratch/build" "$@" >"$scratch/build.log" 2>&1
}

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
  soak=$(soak_of "$patch")

  # The same test without the fault, once.
  case " $checked " in
    *" $test$soak "*) ;;
    *)
      build "$test" || { tail -20 "$scratch/build.log"; exit 1; }
      run_test "$test" "$soak" || { echo "$test fails without any fault"; exit 1; }
      checked="$checked $test$soak"
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
  elif run_test "$test" "$soak"; then
    echo "NOT NOTICED  $name ($test)"
    failed=1
  else
    echo "noticed      $name ($test)"
  fi
  patch -d "$scratch/source" -p1 -s -R <"$patch"
done
exit $failed
