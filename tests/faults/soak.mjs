// See soak.
import fs from 'node:fs';
import { numbered, verifyLog, withClients } from '../http/crashes.mjs';
import { isPostgres, startDatabase } from '../http/engine.mjs';
import { createPrompt } from '../http/people.mjs';
import { sleep } from '../http/wait.mjs';
import { figure, note } from './figures.mjs';

const MINUTES = Number(process.env.SOAK_MINUTES || 60);
const RATE = Number(process.env.SOAK_RATE || 40);
const KILL_S = Number(process.env.SOAK_KILL_S || 60);
const READERS = 4;
const GOAL_ERRORS = 1e-5;
const GOAL_GROWTH = 1.1;
const WAITS = 24; // of 5 s each, for a page that is told to wait
const PLACES = ['/prompts', '/agents', '/', '/search?q=soak', '/account'];

/** {kib, descriptors}: the most that one of the workers has. */
function measure(server) {
    const most = { kib: 0, descriptors: 0 };
    for (const pid of server.workerPids()) {
        try {
            const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
            most.kib = Math.max(most.kib, Number(status.match(/VmRSS:\s+(\d+)/)[1]));
            most.descriptors = Math.max(most.descriptors, fs.readdirSync(`/proc/${pid}/fd`).length);
        } catch {} // it has just ended
    }
    return most;
}

/** A page; where nobody is free the same once more after as long as the answer says, as a browser
 * does. That is a busy machine, not a fault, unless it never ends. */
async function get(run, seen, place) {
    for (let i = 0; ; i++) {
        const page = await run.admin.get(place);
        if (page.status === 200) return;
        const waitS = Number(page.headers['retry-after']);
        if (page.status !== 503 || !waitS || i === WAITS)
            throw new Error(`${page.path}: ${page.status} ${page.words.slice(0, 200)}`);
        seen.waits++;
        await sleep(waitS * 1000);
    }
}

/** One person after the other, until isOver(): a save now and then, else reads. Whoever is late, as
 * on a busy machine, makes up for it. */
async function work(run, seen, index, isOver) {
    const began = performance.now();
    for (let i = 0; !isOver(); i++) {
        await sleep(Math.max(0, began + ((1000 * READERS) / RATE) * i - performance.now()));
        const asked = performance.now();
        try {
            if (index === 0 && i % 10 === 0) {
                await createPrompt(run.admin, { name: `soak/${seen.saves}`, body: 'goes on' });
                seen.saves++;
            } else {
                await get(run, seen, PLACES[i % PLACES.length]);
            }
        } catch (error) {
            seen.errors.push(`${new Date().toISOString()} ${error.message}`);
            note(seen.errors.at(-1));
        }
        seen.longest = Math.max(seen.longest, performance.now() - asked);
        seen.requests++;
    }
}

/** Kills a worker each minute, and measures before it. */
async function killEachMinute(run, seen, samples) {
    for (let i = 0; i < (MINUTES * 60) / KILL_S; i++) {
        await sleep(KILL_S * 1000);
        samples.push(measure(run.server));
        const { kib, descriptors } = samples.at(-1);
        if (i % 10 === 9)
            note(`${i + 1} kills, ${seen.requests} requests, ${seen.errors.length} failed, ${seen.waits} told to wait, longest ${Math.round(seen.longest)} ms, ${kib} KiB, ${descriptors} descriptors`);
        const pids = run.server.workerPids();
        process.kill(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
    }
}

/** Neither grows: the last third beside the one before it, once everything that is kept is there. */
function showSizes(samples) {
    const third = Math.floor(samples.length / 3);
    if (third < 1) return;
    const most = (list, key) => Math.max(...list.map((one) => one[key]));
    const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
    for (const [key, unit] of [['kib', 'KiB'], ['descriptors', 'descriptors']]) {
        const [before, after] = [most(middle, key), most(last, key)];
        const growth = after / before;
        figure(growth <= GOAL_GROWTH, `the largest worker had ${before} ${unit}, and at the end ${after}`, `${GOAL_GROWTH} of that`);
    }
}

const database = isPostgres ? await startDatabase({ limitS: MINUTES * 60 + 3600 }) : null;
try {
    await withClients({ database }, async (run) => {
        const seen = { requests: 0, saves: 0, waits: 0, longest: 0, errors: [] };
        const samples = [];
        let isOn = true;
        const working = Array.from({ length: READERS }, (_, i) => work(run, seen, i, () => !isOn));
        await killEachMinute(run, seen, samples);
        isOn = false;
        await Promise.all(working);
        const share = seen.errors.length / seen.requests;
        note(`${seen.saves} saves; ${seen.waits} pages were told to wait, and came after it; the longest took ${(seen.longest / 1000).toFixed(1)} s`);
        figure(share <= GOAL_ERRORS, `${seen.errors.length} of ${seen.requests} requests failed in ${MINUTES} minutes with a worker killed each ${KILL_S} s`, '1 of 100,000');
        showSizes(samples);
        await numbered(run.server, run.admin);
        const log = verifyLog(run.server);
        figure(log === null, `after ${seen.saves} saves the audit log ${log ?? 'verifies'}`, 'verifies');
    });
} finally {
    await database?.stop();
}
