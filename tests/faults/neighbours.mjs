// See neighbours.
import { fork } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { Browser } from '../http/client.mjs';
import { addPerson, createImport, createPrompt, expectStatus, setUp } from '../http/people.mjs';
import { startServer } from '../http/server.mjs';
import { sleep } from '../http/wait.mjs';
import { figure, note, p95 } from './figures.mjs';

const secondsEach = Number(process.env.ROSTRUM_FAULT_SECONDS ?? 8);
const rounds = Number(process.env.ROSTRUM_FAULT_ROUNDS ?? 2);
const wanted = process.env.ROSTRUM_FAULT_ACTIONS?.split(',');
const NEIGHBOURS = 8;
const LOOPS = 8;
const PAUSE_MS = 50;
const FLOOR_MS = 10; // below it a p95 is that of the clock and of whoever else works here

/** What a neighbor does: reads the list and their prompt, and saves it. Times in ms. */
async function work(browser, prompt, until, times) {
    const timed = async (request) => {
        const began = performance.now();
        const page = await request();
        times.push(performance.now() - began);
        await sleep(PAUSE_MS * (0.5 + Math.random()));
        return page;
    };
    for (let i = 0; performance.now() < until(); i++) {
        expectStatus(await timed(() => browser.get('/prompts')), 200);
        expectStatus(await timed(() => browser.get(prompt)), 200);
        const form = expectStatus(await timed(() => browser.get(`${prompt}/edit`)), 200);
        const change = { body: `saved ${i} ${Math.random()}` };
        expectStatus(await timed(() => browser.submit(form, 'Save prompt', change)), 303);
    }
}

const words = (count) => Array.from({ length: count }, (_, i) => `word${(i * 7919) % 997}`).join(' ');

function documentOf(name, count) {
    const prompts = Array.from({ length: count }, (_, i) => ({
        name: `${name}/p${i}`,
        body: words(500),
    }));
    return { prompts };
}

/** Reads an answer as fast as 10 KB a second. */
function readSlowly(browser, path, fields, until) {
    return new Promise((resolve) => {
        const request = http.request({
            host: '127.0.0.1',
            port: browser.server.port,
            method: 'POST',
            path,
            headers: {
                Cookie: browser.cookieHeader(),
                Origin: browser.server.publicUrl,
                'Content-Type': 'application/x-www-form-urlencoded',
            },
            agent: false,
        });
        const timer = setInterval(() => {
            if (performance.now() > until()) request.destroy();
        }, 100);
        request.on('response', (message) => {
            if (message.statusCode !== 200) return message.resume().on('end', () => resolve({ status: message.statusCode }));
            message.on('readable', () => setTimeout(() => message.read(10_000), 1000));
            message.on('end', resolve).on('error', resolve);
        });
        request.on('error', resolve).on('close', () => {
            clearInterval(timer);
            resolve();
        });
        request.end(new URLSearchParams(fields).toString());
    });
}

/** What the heavy actions need: a long prompt of two versions, and the tokens of forms. */
async function prepare(admin) {
    const large = (n) => Array.from({ length: 12_000 }, (_, i) => `line ${(i * n) % 5003}`).join('\n');
    const long = await createPrompt(admin, { name: 'heavy/long', body: large(7) });
    expectStatus(await admin.fill(`${long}/edit`, 'Save prompt', { body: large(11) }), 303);
    return { long, csrf: (await admin.get('/export')).csrf };
}

/** What one person may do that is heavy, by name: each is done in loops. */
function heavyActions(admin, { long, csrf }) {
    const exported = { csrf, prompts: '1', agents: '1', teams: '1', history: '1' };
    let imports = 0;
    return {
        search: () => admin.get(`/search?q=nothing${Math.random()}`),
        'search in bodies': () => admin.get(`/prompts?in=bodies&q=nothing${Math.random()}`),
        diff: () => admin.get(`${long}/diff?from=1&to=2&x=${Math.random()}`),
        export: () => admin.post('/export', exported),
        register: () => admin.get('/register/print'),
        'imports that are looked at and done': async () => {
            const content = documentOf(`i${process.pid}-${imports++}`, 200);
            const text = JSON.stringify({ rostrum: 1, kind: 'organization', ...content });
            const done = await admin.post('/import', { csrf, text });
            if (done.status !== 303) return done;
            const plan = await admin.get(done.location);
            const start = plan.status === 200 && plan.forms.find((form) => /\/start$/.test(form.action));
            return start ? admin.post(start.action, start.fields) : plan;
        },
        'downloads that are read slowly': (until) => readSlowly(admin, '/export', exported, until),
        'wrong passwords': () => admin.post('/account/password', { csrf, current_password: 'x' }, { isPatient: false }),
    };
}

/** A process of its own, so that its work is not the neighbors' wait. Answers with what was done and
 * what was told to wait. */
async function attack({ place, cookies, prepared, name, ms }) {
    const admin = new Browser(place);
    admin.cookies = new Map(cookies);
    const action = heavyActions(admin, prepared)[name];
    const counts = { done: 0, refused: 0 };
    const end = performance.now() + ms;
    const loop = async () => {
        while (performance.now() < end) {
            const page = await action(() => end).catch(() => null);
            if (page?.status === 503) counts.refused++;
            else counts.done++;
        }
    };
    await Promise.all(Array.from({ length: LOOPS }, loop));
    process.send(counts, () => process.exit(0));
}

async function main() {
    const began = Date.now();
    const server = await startServer({ env: { ROSTRUM_PER_ADDRESS: '500' } });
    try {
        const admin = await setUp(server);
        const neighbors = [];
        for (let i = 0; i < NEIGHBOURS; i++) {
            const person = await addPerson(admin, {
                full_name: `Neighbor ${i}`,
                email: `n${i}@harbor.example`,
                user_persona: 'Product Manager',
            });
            neighbors.push([person, await createPrompt(person, { name: `n${i}/own`, body: 'x' })]);
        }
        for (let i = 0; i < 5; i++) {
            const plan = await admin.get(await createImport(admin, documentOf(`base${i}`, 400)));
            const start = plan.forms.find((form) => /\/start$/.test(form.action));
            expectStatus(await admin.post(start.action, start.fields), 303);
        }
        const prepared = await prepare(admin);
        note(`set up in ${Math.round((Date.now() - began) / 1000)} s`);

        /** Somebody who comes to sign in. */
        async function come(until, times) {
            const nobody = new Browser(server);
            while (performance.now() < until) {
                const before = performance.now();
                expectStatus(await nobody.get('/login'), 200);
                times.push(performance.now() - before);
                await sleep(100);
            }
        }

        /** Starts an action in loops: gives how to wait for its counts. */
        async function start(name) {
            const { port, host, publicUrl } = server;
            const child = fork(fileURLToPath(import.meta.url), ['attack']);
            await new Promise((resolve) => child.once('message', resolve));
            const counted = new Promise((resolve) => child.once('message', resolve));
            const place = { port, host, publicUrl };
            child.send({ place, cookies: [...admin.cookies], prepared, name, ms: secondsEach * 1000 });
            return () => counted;
        }

        /** The neighbors' p95 in ms, and that of who comes to sign in, while the action of this name is
         * done in loops, or nothing. */
        async function measure(name) {
            const times = [];
            const comings = [];
            const wait = name ? await start(name) : () => ({});
            const end = performance.now() + secondsEach * 1000;
            await Promise.all([
                come(end, comings),
                ...neighbors.map(([browser, prompt]) => work(browser, prompt, () => end, times)),
            ]);
            return { time: p95(times), comes: p95(comings), ...(await wait()) };
        }

        for (const name of Object.keys(heavyActions(admin, prepared))) {
            if (wanted && !wanted.includes(name)) continue;
            let best = null;
            for (let i = 0; i < rounds; i++) {
                const idle = await measure(null);
                const busy = await measure(name);
                const ratio = Math.max(
                    busy.time / Math.max(idle.time, FLOOR_MS),
                    busy.comes / Math.max(idle.comes, FLOOR_MS),
                );
                if (!best || ratio < best.ratio) best = { idle, busy, ratio };
            }
            const { idle, busy, ratio } = best;
            figure(
                ratio <= 2,
                `eight who read and save, beside one person's ${LOOPS} loops of ${name}: p95 ` +
                    `${busy.time.toFixed(1)} ms, idle ${idle.time.toFixed(1)} ms; the sign-in form ` +
                    `${busy.comes.toFixed(1)} ms, idle ${idle.comes.toFixed(1)} ms; ${busy.done} done, ` +
                    `${busy.refused} told to wait`,
                `2 × idle, of which less than ${FLOOR_MS} ms count as ${FLOOR_MS}`,
            );
        }
    } finally {
        await server.stop();
    }
}

if (process.argv[2] === 'attack') {
    process.once('message', attack);
    process.send('ready');
} else await main();
