// What the programs of tests/faults print, and tests/run-faults reads: a line for each figure.

/** figure(isMet, what, goal) of a program; its exit status says whether all were met. */
export function figuresOf(name) {
    return (isMet, what, goal) => {
        console.log(`${isMet ? 'ok' : 'not ok'} - ${name}: ${what}${goal === undefined ? '' : ` (goal ${goal})`}`);
        if (!isMet) process.exitCode = 1;
    };
}
