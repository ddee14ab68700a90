// See models.
import { startModelServer } from '../http/model_server.mjs';
import { addPerson, createAgent, createPrompt, expectStatus, setUp } from '../http/people.mjs';
import { startServer } from '../http/server.mjs';
import { sleep } from '../http/wait.mjs';
import { figure, median, p95 } from './figures.mjs';

const seconds = Number(process.env.ROSTRUM_FAULT_SECONDS ?? 60);
const TURNS = 6; // of each kind
const GOAL = 1.2;
const PERSONS = 3;

/** A person who runs a prompt with a model that hangs and one that streams, and looks at it as it grows. */
class Trial {
    constructor(browser, prompt, endpoint) {
        Object.assign(this, { browser, prompt, endpoint, pages: [] });
    }
    async begin() {
        for (const model of ['silent', 'patient', 'slow']) {
            const done = await this.browser.fill(`${this.prompt}/preview`, 'Run', {
                live: '1', 'var.name': 'word '.repeat(200),
                ...Object.fromEntries([1, 2, 3].map((i) => [`model.${i}`, `${this.endpoint} ${model}`])),
            });
            expectStatus(done, 303);
            this.pages.push(done.location.replace(/\?.*/, ''));
        }
    }
    async look() {
        for (const page of this.pages) expectStatus(await this.browser.get(`${page}?part=1&live=1`), 200);
    }
    async end() {
        for (const page of this.pages) {
            const shown = await this.browser.get(page);
            if (/>Cancel</.test(shown.text)) await this.browser.fill(page, 'Cancel', {});
        }
        this.pages = [];
    }
}

const models = await startModelServer();
const server = await startServer({ env: { ROSTRUM_MODEL_HOSTS: `127.0.0.1:${models.port}`, ROSTRUM_WEBHOOK_WATCH: 'no' } });
try {
    const admin = await setUp(server);
    const added = await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: 'Hangs', url: `http://127.0.0.1:${models.port}/v1`, secret_kind: 'none', timeout_s: '600', models: 'silent\r\npatient\r\nslow',
    });
    const endpoint = expectStatus(added, 303).location.split('/').pop();
    const developer = await addPerson(admin, { full_name: 'Dev Lindqvist', email: 'dev@harbor.example', user_persona: 'Individual Developer' });
    const prompt = await createPrompt(developer, { name: 'models/own', body: 'Say {{name}}' });
    const agent = await createAgent(developer, { name: 'Own agent' });
    const trials = [];
    for (let i = 0; i < PERSONS; i++) {
        const person = await addPerson(admin, { full_name: `Una Field ${i}`, email: `una${i}@harbor.example`, user_persona: 'Product Manager' });
        trials.push(new Trial(person, prompt, endpoint));
    }
    let saved = 0;
    const requests = [
        () => developer.get('/prompts'), () => developer.get(prompt), () => developer.get(agent), () => developer.get('/'),
        () => developer.fill(`${prompt}/edit`, 'Save prompt', { body: `Say {{name}} ${++saved}` }),
    ];
    const measure = async (times) => {
        const end = Date.now() + (seconds * 1000) / (2 * TURNS);
        for (let i = 0; Date.now() < end; i++) {
            const before = performance.now();
            expectStatus(await requests[i % requests.length](), 200, 303);
            times.push(performance.now() - before);
            await sleep(10);
        }
    };
    await measure([]); // warm
    const idle = [];
    const beside = [];
    const held = []; // how many calls hang or stream
    let looks = 0;
    for (let turn = 0; turn < TURNS; turn++) {
        await measure(idle);
        for (const trial of trials) await trial.begin();
        let isOver = false;
        const looking = trials.map(async (trial) => {
            while (!isOver) {
                await trial.look();
                looks++;
                held.push(models.requests.filter((one) => one.closedAt === 0).length);
                await sleep(400);
            }
        });
        await measure(beside);
        isOver = true;
        await Promise.all(looking);
        for (const trial of trials) await trial.end();
    }
    const [alone, besides] = [p95(idle), p95(beside)];
    figure(
        besides <= GOAL * alone && median(held) > 0,
        `while ${PERSONS * 9} calls of models hang, stream or wait (${median(held)} of them at their model) and ${PERSONS} people ` +
            `watch them grow (${looks} looks), others' p95 is ` +
            `${besides.toFixed(1)} ms, ${(besides / alone).toFixed(2)} times the ${alone.toFixed(1)} ms with nothing beside it, ` +
            `of ${idle.length} and ${beside.length} requests in turns`,
        `${GOAL} times`,
    );
} finally {
    await server.stop();
    models.stop();
}
