// See budget.
import fs from 'node:fs';
import { createPrompt, setUp, addPerson } from '../http/people.mjs';
import { startServer } from '../http/server.mjs';
import { figure, p95 } from './figures.mjs';

const MIB = 1 << 20;
const BOUNDARY = '----rostrum-faults';
const RSS_GOAL_MIB = 48;
const P95_GOAL_MS = 300;
const seconds = Number(process.env.ROSTRUM_FAULT_SECONDS ?? 20);

function residentMib(server) {
    const sizes = server.workerPids().map((pid) => {
        const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
        return Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    });
    return Math.max(...sizes);
}

function upload(csrf, document) {
    const part = (disposition, content) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    return Buffer.from(
        part('name="csrf"', csrf) +
            part('name="document"; filename="large.json"', document) +
            part('name="existing"', 'version') +
            `--${BOUNDARY}--\r\n`,
    );
}

/** What one person does in a loop. */
async function attacks(server, browser) {
    const objects = `[${'{},'.repeat(5_400_000)}{}]`;
    const lines = (seed) =>
        Array.from({ length: 250_000 }, (_, i) => (((i + 1) * seed) % 26).toString(26)).join('\n');
    const diffed = await createPrompt(browser, { name: 'attack/diff', body: lines(7919) });
    await browser.fill(`${diffed}/edit`, 'Save prompt', { body: lines(104729) });
    for (let i = 0; i < 40; i++)
        await createPrompt(browser, { name: `attack/${i}`, body: 'á'.repeat(MIB / 2 - 1) });
    const variables = await createPrompt(browser, {
        name: 'attack/variables',
        body: '{{a}}'.repeat((800 * 1024) / 5),
    });
    const importObjects = async () => {
        const { csrf } = await browser.get('/import');
        return browser.request('POST', '/import', {
            headers: {
                Origin: server.publicUrl,
                'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
            },
            body: upload(csrf, objects),
        });
    };
    const exportAll = async () => {
        const { csrf } = await browser.get('/export');
        return browser.post('/export', { csrf, prompts: '1', history: '1' });
    };
    return {
        'an import of empty objects': importObjects,
        'a search in large texts': () => browser.get(`/search?q=${'b'.repeat(400)}`),
        'a diff of short lines': () => browser.get(`${diffed}/diff?from=1&to=2`),
        'a text of variables': () => browser.get(variables),
        'an export of everything': exportAll,
    };
}

/** How long others wait for a page that they read or save. */
async function others(browser, prompt, until) {
    const times = [];
    for (let i = 0; Date.now() < until; i++) {
        const began = performance.now();
        if (i % 4 === 0) await browser.fill(`${prompt}/edit`, 'Save prompt', { body: `text ${i}` });
        else await browser.get(prompt);
        times.push(performance.now() - began);
    }
    return times;
}

const server = await startServer();
try {
    const admin = await setUp(server);
    const other = await addPerson(admin, {
        full_name: 'Dev Lindqvist',
        email: 'dev@harbor.example',
        user_persona: 'Enterprise Team',
    });
    const prompt = await createPrompt(other, { name: 'desk/answer', body: 'text' });
    const loops = await attacks(server, admin);
    const pids = server.workerPids();
    const idle = p95(await others(other, prompt, Date.now() + 5000));
    const before = residentMib(server);
    for (const [what, attack] of Object.entries(loops)) {
        const until = Date.now() + seconds * 1000;
        const statuses = new Set();
        const attacking = (async () => {
            while (Date.now() < until) statuses.add((await attack()).status);
        })();
        const times = await others(other, prompt, until);
        await attacking;
        const slow = p95(times);
        figure(
            slow <= P95_GOAL_MS,
            `${what} (${[...statuses].join(', ')}): others wait ${slow.toFixed(0)} ms at p95, ` +
                `${idle.toFixed(0)} ms when idle`,
            `${P95_GOAL_MS} ms`,
        );
        const grown = residentMib(server) - before;
        figure(
            grown <= RSS_GOAL_MIB,
            `${what}: a worker has ${grown.toFixed(0)} MiB more`,
            `${RSS_GOAL_MIB} MiB`,
        );
    }
    const dead = pids.filter((pid) => !server.workerPids().includes(pid)).length;
    figure(dead === 0, `${dead} workers ended`, '0');
} finally {
    await server.stop();
}
