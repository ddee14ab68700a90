// See soak.
import fs from 'node:fs';
import { numbered, verifyLog, withClients } from '../http/crashes.mjs';
import { isPostgres, startDatabase } from '../http/engine.mjs';
import { createPrompt } from '../http/people.mjs';
import { sleep } from '../http/wait.mjs';
import { figuresOf } from './figures.mjs';

const MINUTES = Number(process.env.SOAK_MINUTES || 60);
const RATE = Number(process.env.SOAK_RATE || 40);
const READERS = 4;
const GOAL_ERRORS = 1e-5;
const GOAL_GROWTH = 1.1;
const SHOWN = 5;
const PLACES = ['/prompts', '/agents', '/', '/search?q=soak', '/account'];

const engine = isPostgres ? 'postgresql' : 'sqlite';

const figure = figuresOf(`soak: ${engine}`);

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

/** One person after the other, until isOver(): a save now and then, else reads. */
async function work(run, seen, index, isOver) {
    for (let i = 0; !isOver(); i++) {
        const began = performance.now();
        try {
            if (index === 0 && i % 10 === 0) {
                await createPrompt(run.admin, { name: `soak/${seen.saves}`, body: 'goes on' });
                seen.saves++;
            } else {
                const page = await run.admin.get(PLACES[i % PLACES.length]);
                if (page.status !== 200) throw new Error(`${page.path}: ${page.status}`);
            }
        } catch (error) {
            seen.errors.push(error.message);
        }
        seen.requests++;
        await sleep(Math.max(0, (1000 * READERS) / RATE - (performance.now() - began)));
    }
}

/** Kills a worker each minute, and measures before it. */
async function killEachMinute(run, samples) {
    for (let minute = 0; minute < MINUTES; minute++) {
        await sleep(60_000);
        samples.push(measure(run.server));
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

const database = isPostgres ? await startDatabase({ limitS: MINUTES * 60 + 600 }) : null;
try {
    await withClients({ database }, async (run) => {
        const seen = { requests: 0, saves: 0, errors: [] };
        const samples = [];
        let isOn = true;
        const working = Array.from({ length: READERS }, (_, i) => work(run, seen, i, () => !isOn));
        await killEachMinute(run, samples);
        isOn = false;
        await Promise.all(working);
        const share = seen.errors.length / seen.requests;
        figure(share <= GOAL_ERRORS, `${seen.errors.length} of ${seen.requests} requests failed in ${MINUTES} minutes with a worker killed each minute`, '1 of 100,000');
        for (const one of seen.errors.slice(0, SHOWN)) console.log(`# ${one}`.replaceAll('\n', '\n# '));
        showSizes(samples);
        await numbered(run.server);
        const log = verifyLog(run.server);
        figure(log === null, `after ${seen.saves} saves the audit log ${log ?? 'verifies'}`, 'verifies');
    });
} finally {
    await database?.stop();
}
