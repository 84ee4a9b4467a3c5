# What the shell tests share; sourced with $suite set. Prints a line for each test, and appends "passed|...", "failed|..." or
# "skipped|..." lines to $RESULTS. Each test runs in the directory $work, which goes away at the end.
set -u
checkout=$(cd "$(dirname "$0")/../../../.." && pwd -P)
results=${RESULTS:-/dev/null}
work=$(mktemp -d "${TMPDIR:-/tmp}/skep test.XXXXXX")
chmod 755 "$work"
unset JAVA_HOME XDG_CACHE_HOME SKEP_JAVA_OPTIONS

# A test is a function that returns 0, or says why not; "skip REASON" leaves it.
run() {
    # Not as a condition: a shell ignores -e there.
    (set -e; cd "$work"; "$1") >"$work/output" 2>&1
    if [ $? -eq 0 ]; then
        if [ -e "$work/skip" ]; then
            record skipped "$1" "$(cat "$work/skip")"
            rm "$work/skip"
        else
            record passed "$1" ''
        fi
    else
        record failed "$1" "$(tr '\n|' '  ' <"$work/output" | cut -c 1-600)"
    fi
}

record() {
    printf '   %-8s %s %s\n' "$1" "$2" "$3"
    printf '%s|%s.%s|%s\n' "$1" "$suite" "$2" "$3" >>"$results"
}

skip() {
    echo "$1" >"$work/skip"
    exit 0
}

expect() { # WHAT ACTUAL EXPECTED
    [ "$2" = "$3" ] || { echo "$1: expected '$3', got '$2'"; return 1; }
}

contains() { # TEXT PART
    case $1 in *"$2"*) ;; *) echo "'$2' is not in '$1'"; return 1 ;; esac
}

lines() {
    printf '%s' "$1" | grep -c ''
}

# Runs a command as a user without rights.
unprivileged() {
    setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH=/usr/bin:/bin "$@"
}
