#!/bin/sh
# Tests of the command as it is typed: output, exit codes, signals, files. What is traced is started here.
suite=skep
. "$(dirname "$0")/harness.sh"
trap 'rm -rf "$work"' EXIT
skep=$checkout/skep
# In a fresh clone the first call builds; how it does that is launcher_test's.
"$skep" --version >/dev/null || { record failed build 'skep does not start'; exit 1; }

# Runs Skep for at most a minute: out and err hold what it printed, code how it ended.
skep() {
    code=0
    timeout 60 "$skep" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
    out=$(cat "$work/out") err=$(cat "$work/err")
}

# Skips a test where this process may not trace.
tracing() {
    skep -e 'BEGIN { exit(); }'
    case $err in *CAP_*) skip "$err" ;; esac
}

# A command that opens /etc/services 50 times; its name in the kernel is "workload".
workload() {
    printf '#!/bin/sh\ni=0; while [ $i -lt 50 ]; do read -r x </etc/services; i=$((i + 1)); done\n' >workload
    chmod +x workload
}

help_goes_to_standard_output() {
    skep --help
    expect code $code 0
    expect 'standard error' "$err" ''
    contains "$out" 'Usage:'
    contains "$out" '--dry-run'
}

version_is_a_line() {
    skep -V
    expect code $code 0
    expect output "$out" 'skep v0.1.0'
}

manual_and_completion_are_printed() {
    skep --manual
    expect 'manual' "$out" "$(cat "$checkout/docs/skep.1")"
    skep --completion zsh
    expect code $code 0
    skep --completion csh
    expect code $code 1
}

without_a_program_it_says_so() {
    skep
    expect code $code 1
    expect output "$out" ''
    expect lines "$(lines "$err")" 1
    contains "$err" 'ERROR: there is no program'
}

mistakes_in_the_command_line_are_one_line() {
    for words in '--versoin' '-Z' '-p x' '-p 0' '-p 4194300 -e BEGIN{}' '-c true -p 1' '-B no' '-f xml' '-d no' '-l a b' 'nosuchfile' '.' '/dev/zero' \
        '-k' '--completion csh' '-o /nosuch/dir/x -e BEGIN{exit();}' '-c nosuchcommand -e BEGIN{exit();}' '-c ""'; do
        # shellcheck disable=SC2086
        skep $words
        expect "code of $words" $code 1
        expect "lines of $words: $err" "$(lines "$err")" 1
        contains "$err" 'ERROR: '
    done
}

a_wrong_program_is_underlined() {
    tracing
    skep -e 'BEGIN { print($y); }'
    expect code $code 1
    expect output "$out" ''
    expect 'standard error' "$err" "stdin:1:15-17: ERROR: Undefined or undeclared variable: \$y
BEGIN { print(\$y); }
              ~~"
}

all_errors_are_shown() {
    tracing
    skep -e 'BEGIN { print($y); print($z); }'
    expect errors "$(printf '%s\n' "$err" | grep -c ERROR)" 2
}

exit_gives_the_code() {
    tracing
    skep -e 'BEGIN { printf("one\n"); exit(3); }'
    expect code $code 3
    expect output "$out" 'one'
    expect 'standard error' "$err" 'Attached 1 probe'
}

quiet_is_quiet() {
    tracing
    skep -q -e 'BEGIN { printf("one\n"); exit(); }'
    expect code $code 0
    expect 'standard error' "$err" ''
}

prints_json() {
    tracing
    skep -f json -e 'BEGIN { @a[1, "x y"] = 5; @b = avg(3); @c = hist(5); printf("a\t\"%s\"\n", "b"); print((1, "two")); exit(); }'
    expect code $code 0
    expect 'standard error' "$err" ''
    expect output "$out" '{"type": "attached_probes", "count": 1, "data": {"probes": 1}}
{"type": "printf", "data": "a\t\"b\"\n"}
{"type": "value", "data": [1,"two"]}
{"type": "map", "data": {"@a": {"1,x y": 5}}}
{"type": "stats", "data": {"@b": 3}}
{"type": "hist", "data": {"@c": [{"min": 4, "max": 7, "count": 1}]}}'
    skep --format=json --quiet --output="$work/json" -e 'BEGIN { print(7); }'
    expect output "$out" ''
    expect 'file' "$(cat "$work/json")" '{"type": "value", "data": 7}'
}

# What was printed 2 s after the first event, with the program still running.
printed_after_a_while() {
    rm -f "$work/out.live"
    timeout 60 "$skep" -q "$@" -e 'i:ms:300 { printf("x\n"); }' >"$work/out.live" 2>"$work/err.live" </dev/null &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8; do [ -s "$work/out.live" ] || sleep 0.3; done
    size=$(wc -c <"$work/out.live")
    kill -INT $pid
    wait $pid
}

lines_come_at_once_and_full_buffers_at_the_end() {
    tracing
    for format in text json; do
        for mode in line none; do
            printed_after_a_while -B $mode -f $format
            [ "$size" -gt 0 ] || { echo "-B $mode -f $format printed nothing"; return 1; }
        done
        printed_after_a_while -B full -f $format
        expect "bytes of -B full -f $format while it runs" "$size" 0
        contains "$(cat "$work/out.live")" 'x'
    done
}

counts_the_calls_of_a_command() {
    tracing
    workload
    skep -e 't:syscalls:sys_enter_openat /comm == "workload"/ { @[str(args.filename)] = count(); }' -c ./workload
    expect code $code 0
    contains "$out" '@[/etc/services]: 50'
}

a_commands_output_and_code_are_its_own() {
    tracing
    skep -q -e 'BEGIN { @ = 1; }' -o "$work/file" -c 'sh -c "echo from the command; exit 7"'
    expect code $code 0
    expect output "$out" 'from the command'
    contains "$(cat "$work/file")" '@: 1'
}

reads_programs_from_files_and_standard_input() {
    tracing
    printf '%s\n' 'BEGIN { printf("%d %s\n", $1, str($2)); exit(); }' >program.bt
    skep -q program.bt 5 -- -x
    expect output "$out" '5 -x'
    out=$(timeout 60 "$skep" -q - -7 y <program.bt)
    expect 'output of -' "$out" '-7 y'
}

leaves_standard_input_alone() {
    tracing
    out=$(printf 'a\nb\n' | { timeout 60 "$skep" -q -e 'BEGIN { exit(); }' >/dev/null; cat; })
    expect input "$out" 'a
b'
}

keeps_text_that_is_not_ascii() {
    tracing
    out=$(env -i PATH=/usr/bin:/bin "$skep" -q -e 'BEGIN { printf("é€ %s\n", str($1)); exit(); }' 'ü')
    expect output "$out" 'é€ ü'
}

# In a script, a command in the background starts with SIGINT ignored.
interrupted() {
    rm -f "$work/err.live"
    "$skep" -e 'i:ms:50 { @ = count(); } END { printf("the end\n"); }' >"$work/out.live" 2>"$work/err.live" </dev/null &
    pid=$!
    until grep -q Attached "$work/err.live" 2>/dev/null; do
        kill -0 $pid || { cat "$work/err.live"; return 1; }
        sleep 0.05
    done
    sleep 0.5
    kill "-$1" $pid
    code=0
    wait $pid || code=$?
    expect code $code 0
    contains "$(cat "$work/out.live")" 'the end'
    contains "$(cat "$work/out.live")" '@: '
}

ends_at_SIGINT() {
    tracing
    interrupted INT
}

ends_at_SIGTERM() {
    tracing
    interrupted TERM
}

ends_when_nobody_reads() {
    tracing
    out=$(timeout 20 sh -c '"$0" -e "i:ms:10 { printf(\"%d\n\", 1); }" 2>err; echo $? >code' "$skep" | head -n 1)
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s code ] || sleep 0.3; done
    expect output "$out" 1
    expect code "$(cat code)" 0
    expect 'standard error' "$(cat err)" 'Attached 1 probe'
}

a_full_disk_is_an_error() {
    tracing
    code=0
    timeout 20 "$skep" -q -e 'i:ms:10 { printf("x\n"); }' >/dev/full 2>err </dev/null || code=$?
    expect code $code 1
    contains "$(cat err)" 'ERROR: No space left on device'
    expect lines "$(lines "$(cat err)")" 1
}

ends_with_the_process_that_it_watches() {
    tracing
    sleep 2 &
    skep -e 'i:s:100 { exit(5); }' -p $!
    expect code $code 0
}

a_command_that_cannot_run_is_an_error() {
    tracing
    printf '\177ELF no program' >broken
    chmod +x broken
    skep -q -e 'i:s:100 { }' -c ./broken
    expect code $code 1
    contains "$err" './broken'
    contains "$err" 'ERROR: the command of -c could not be run'
    skep -q -e 'i:s:100 { }' -c /etc/services
    expect code $code 1
    contains "$err" "ERROR: cannot run '/etc/services': not an executable file (EACCES)"
}

ends_a_command_that_still_runs() {
    tracing
    # shellcheck disable=SC2016 # the inner shell's
    skep -q -e 'i:ms:500 { exit(3); }' -c 'sh -c "echo $$ >pid; exec sleep 1000"'
    expect code $code 3
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$(cat pid)" 2>/dev/null || return 0; sleep 0.1; done
    echo 'the command still runs'
    return 1
}

does_not_wait_for_what_a_command_leaves_behind() {
    tracing
    # shellcheck disable=SC2016 # the inner shell's
    skep -q -e 'i:s:100 { }' -c 'sh -c "sleep 1000 >/dev/null 2>&1 & echo $! >pid"'
    expect code $code 0
    kill "$(cat pid)"
}

a_program_is_formatted() {
    skep --fmt -e '#define A 1
// c
begin{print(0x10)/* d */}'
    expect code $code 0
    expect 'standard error' "$err" ''
    expect output "$out" '#define A 1

// c
begin
{
  print(0x10); /* d */
}'
    skep --fmt -e 'begin { print(1; }'
    expect code $code 1
    expect output "$out" ''
    contains "$err" 'syntax error'
}

# Each line that is printed is a write, and so an event, and so a line.
warns_of_its_own_output() {
    tracing
    rm -f "$work/err.live"
    "$skep" -o "$work/lines.live" -e 't:syscalls:sys_enter_write /comm == "skep"/ { printf("%d\n", pid); }' 2>"$work/err.live" </dev/null &
    pid=$!
    i=0
    until grep -q WARNING "$work/err.live" 2>/dev/null || [ $i -ge 60 ]; do
        sleep 0.5
        i=$((i + 1))
    done
    sleep 2
    kill -INT $pid
    wait $pid
    expect 'standard error' "$(cat "$work/err.live")" "Attached 1 probe
WARNING: Most events come from Skep itself, or from what shows its output: what it prints makes new ones. Add the filter \
/comm != \"skep\"/ to the probes"
}

a_dry_run_attaches_and_ends() {
    tracing
    skep --dry-run -e 'i:s:100 { printf("x\n"); }'
    expect code $code 0
    expect 'standard error' "$err" 'Attached 1 probe'
}

the_training_program_runs() {
    tracing
    skep "$checkout/cli/src/main/sh/training.bt" -c true
    expect code $code 0
    expect 'standard error' "$err" 'Attached 8 probes'
    contains "$out" 'training'
    contains "$out" '@exits: 1'
}

lists_probes() {
    tracing
    skep -l 'tracepoint:syscalls:sys_enter_open*'
    expect code $code 0
    contains "$out" 'tracepoint:syscalls:sys_enter_openat
'
    skep -lv t:syscalls:sys_enter_openat,software:faults:
    contains "$out" 'tracepoint:syscalls:sys_enter_openat
    int __syscall_nr
    int dfd
    const char * filename'
    skep -l -e 't:syscalls:sys_enter_openat, i:s:1 { @ = count(); }'
    expect 'probes of a program' "$out" 'tracepoint:syscalls:sys_enter_openat
interval:s:1'
    skep -l 'nosuchprobe:x'
    expect code $code 1
    contains "$err" 'HINT: '
}

shows_stages_and_runs_nothing() {
    tracing
    skep -d all -e 'BEGIN { printf("ran\n"); exit(9); }'
    expect code $code 0
    for stage in ast types ir ir-opt bpf; do
        contains "$out" "---- $stage
"
    done
    case $out in *'
ran
'*) return 1 ;; esac
    skep -d ast -d bpf -e 'BEGIN { exit(); }'
    contains "$out" '---- bpf'
}

says_which_capability_is_missing() {
    [ "$(id -u)" = 0 ] || skip 'needs root, to become another user'
    for program in 'BEGIN { exit(); }' 'tracepoint:syscalls:sys_enter_openat { @ = count(); }'; do
        code=0
        err=$(unprivileged "$skep" -e "$program" 2>&1) || code=$?
        expect code $code 1
        expect lines "$(lines "$err")" 1
        contains "$err" 'CAP_BPF and CAP_PERFMON'
        contains "$err" 'sudo'
    done
    code=0
    err=$(unprivileged "$skep" -l 't:syscalls:*' 2>&1) || code=$?
    expect 'code of -l' $code 1
    expect 'lines of -l' "$(lines "$err")" 1
}

shows_stages_to_everybody() {
    [ "$(id -u)" = 0 ] || skip 'needs root, to become another user'
    out=$(unprivileged "$skep" -d ast,types -e 'BEGIN { print(1); }' 2>&1)
    contains "$out" '---- types'
}

run help_goes_to_standard_output
run version_is_a_line
run manual_and_completion_are_printed
run without_a_program_it_says_so
run mistakes_in_the_command_line_are_one_line
run a_wrong_program_is_underlined
run all_errors_are_shown
run exit_gives_the_code
run quiet_is_quiet
run prints_json
run lines_come_at_once_and_full_buffers_at_the_end
run counts_the_calls_of_a_command
run a_commands_output_and_code_are_its_own
run reads_programs_from_files_and_standard_input
run leaves_standard_input_alone
run keeps_text_that_is_not_ascii
run ends_at_SIGINT
run ends_at_SIGTERM
run ends_when_nobody_reads
run a_full_disk_is_an_error
run ends_with_the_process_that_it_watches
run a_command_that_cannot_run_is_an_error
run ends_a_command_that_still_runs
run does_not_wait_for_what_a_command_leaves_behind
run a_program_is_formatted
run warns_of_its_own_output
run a_dry_run_attaches_and_ends
run the_training_program_runs
run lists_probes
run shows_stages_and_runs_nothing
run says_which_capability_is_missing
run shows_stages_to_everybody
