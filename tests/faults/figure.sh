# For the programs of bash here: a line for each figure with its goal, as tests/run-faults counts and
# shows them. status is what the program ends with; engine, if it is set, stands in the line.
status=0
engine=

# figure MET WHAT GOAL; MET is yes or 1 if it is.
figure() {
    local word=ok
    [[ $1 == yes || $1 == 1 ]] || { word='not ok' status=1; }
    echo "$word - ${0##*/}: ${engine:+$engine: }$2 (goal $3)"
}
