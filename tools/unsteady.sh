# A second try for the few tests that a busy machine may have failed. Sourced by tools/test and by its own test, not run.

# Tests that failed, from the output of dotnet test, one a line: the program of their assembly, a space, the full name of the method. A theory
# with two failed rows gives two lines.
failed_tests() {
  awk '/^failed [A-Za-z_][A-Za-z0-9_.+]*[ (]/ { name = $2; sub(/\(.*/, "", name); next }
       name != "" && /^  from .*\.dll / { program = $2; sub(/\.dll$/, "", program); print program, name }
       { name = "" }' "$1"
}

# passes_alone PROGRAM METHOD: runs one method of an xunit.v3 program with nothing beside it; true when at least one test ran and all passed.
passes_alone() {
  local output
  output=$(timeout 600 "$1" -method "$2" -noColor 2>&1 </dev/null) || { say "$output"; return 1; }
  grep -qE 'Total: [1-9][0-9]*, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0' <<<"$output"
}

# second_try LOG FAILED: runs each failed test once more, alone, when there are at most five and the log names every one of them. Says which
# passed and leaves their number in $steadied; a test that fails again stays failed.
second_try() {
  local line program method tests
  steadied=0
  mapfile -t tests < <(failed_tests "$1")
  [ "$2" -gt 0 ] && [ "$2" -le 5 ] && [ "${#tests[@]}" -eq "$2" ] || return 0
  for line in "${tests[@]}"; do
    program=${line% *} method=${line##* }
    if passes_alone "$program" "$method"; then
      say "unsteady: $method (passed at the second try)"
      steadied=$((steadied + 1))
    fi
  done
}
