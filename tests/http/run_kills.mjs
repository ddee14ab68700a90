// Test runs whose workers are killed, and what must be true of them afterwards: for run_kills.test.mjs
// and tests/faults/run_kills.
import { hex, sql, sqlNumber } from './engine.mjs';
import { createSet, startRun, startWorld } from './run_world.mjs';
import { isAlive } from './server.mjs';
import { sleep, waitFor } from './wait.mjs';

const MODEL = 'wait-40';
const REPEATS = 10;

/** Some pass, some fail, and some of those are critical. */
const cases = Array.from({ length: 9 }, (_, i) => ({
    id: `c${i}`,
    variables: { word: `word ${i}` },
    checks: [{ type: 'contains', value: i % 3 === 0 ? 'never said' : `word ${i}` }],
    critical: i % 2 === 0,
}));
const FAILING = cases.filter((_, i) => i % 3 === 0).length * REPEATS;

const pick = (list) => list[Math.floor(Math.random() * list.length)];

const countOpen = (server) => sqlNumber(server, 'SELECT count(*) FROM test_runs WHERE ended_at IS NULL');

const countRunning = (server) => sqlNumber(server, `SELECT count(*) FROM model_calls WHERE state = 'running'`);

/** A worker, who started them, or all of them. */
async function kill(server) {
    const all = server.tree().filter((one) => one.name === 'rostrum').map((one) => one.pid);
    const victims = Math.random() < 0.2 ? all : [pick(all)].filter((pid) => pid !== undefined);
    for (const pid of victims) process.kill(pid, 'SIGKILL');
    await waitFor(() => victims.every((pid) => !isAlive(pid)));
    return victims.length;
}

/** As if the claims of the dead had run out; those of the living run out as well, as of a machine that is
 * too slow. */
function passTime(server) {
    sql(server, `UPDATE model_calls SET due_at = created_at WHERE state = 'running'`);
    sql(server, `UPDATE test_runs SET feed_due_at = created_at WHERE ended_at IS NULL`);
}

const sums = `SELECT ${hex('r.id')}, r.state, r.planned_count, r.result_count, r.pass_count, r.fail_count, r.error_count,
    r.critical_fail_count, r.input_tokens, r.output_tokens, r.cost_nanos, count(t.id), count(DISTINCT t.position), max(t.position) + 1,
    sum(CASE WHEN t.state = 'passed' THEN 1 ELSE 0 END), sum(CASE WHEN t.state = 'failed' THEN 1 ELSE 0 END),
    sum(CASE WHEN t.state = 'error' THEN 1 ELSE 0 END), sum(CASE WHEN t.state <> 'passed' AND t.is_critical THEN 1 ELSE 0 END),
    coalesce(sum(t.input_tokens), 0), coalesce(sum(t.output_tokens), 0), coalesce(sum(t.cost_nanos), 0),
    sum(CASE WHEN t.outcome = 'lost' THEN 1 ELSE 0 END)
    FROM test_runs r LEFT JOIN test_results t ON t.organization_id = r.organization_id AND t.run_id = r.id GROUP BY r.organization_id, r.id`;

/** What is wrong with the runs, a line each, and how much there was. */
function look(server) {
    const found = { lost: [], doubled: [], wrong: [], runs: 0, results: 0, given: 0 };
    for (const [id, state, ...texts] of sql(server, sums).map((line) => line.split('|'))) {
        const [planned, noted, passed, failed, errors, critical, input, output, cost, results, positions, end, ...counted] = texts.map(Number);
        const given = counted[7];
        found.runs++;
        found.results += results;
        found.given += given;
        if (state !== 'done') found.lost.push(`${id} is ${state}`);
        if (positions !== planned || end !== planned) found.lost.push(`${id}: ${positions} of ${planned} results`);
        if (results !== positions) found.doubled.push(`${id}: ${results} results at ${positions} positions`);
        if (noted !== results) found.wrong.push(`${id}: counted ${noted} of ${results} results`);
        const sum = [passed, failed, errors, critical, input, output, cost];
        if (sum.join() !== counted.slice(0, 7).join()) found.wrong.push(`${id}: says ${sum}, its results ${counted.slice(0, 7)}`);
        if (given === 0 && failed !== FAILING) found.wrong.push(`${id}: ${failed} failed, not ${FAILING}`);
    }
    // a thousand dollars a million tokens
    const odd = sqlNumber(server, `SELECT count(*) FROM test_results WHERE outcome = 'answered' AND cost_nanos <> (input_tokens + output_tokens) * 1000000`);
    if (odd > 0) found.wrong.push(`${odd} results whose cost is not that of their tokens`);
    const calls = `SELECT count(*) FROM model_calls c WHERE c.run_id IS NOT NULL AND (c.ended_at IS NULL OR NOT EXISTS
        (SELECT 1 FROM test_results t WHERE t.organization_id = c.organization_id AND t.run_id = c.run_id AND t.position = c.position
        AND t.state <> 'open' AND coalesce(t.cost_nanos, 0) = coalesce(c.cost_nanos, 0)))`;
    const apart = sqlNumber(server, calls);
    if (apart > 0) found.wrong.push(`${apart} calls without a result of the same cost`);
    return found;
}

/** Kills workers so many times in the middle of runs: {kills, calls, …} and what look() finds. */
export async function killRuns(count) {
    const world = await startWorld([MODEL]);
    try {
        const set = await createSet(world, 'kills/cases', cases);
        for (let kills = 0; kills < count; ) {
            if (countOpen(world.server) === 0) await startRun(world, set, MODEL, { repeats: String(REPEATS) });
            await sleep(50 + Math.random() * 400);
            await waitFor(() => countRunning(world.server) > 0 || countOpen(world.server) === 0);
            if (countOpen(world.server) === 0 || (await kill(world.server)) === 0) continue;
            kills++;
            passTime(world.server);
        }
        await waitFor(() => {
            passTime(world.server);
            return countOpen(world.server) === 0;
        });
        return { kills: count, calls: world.models.at('/v1/chat/completions').length, ...look(world.server) };
    } finally {
        await world.stop();
    }
}
