// Model calls, end to end: a prompt is run with models of a real server, also a faulty one, by the real
// worker, which is killed in the middle.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql, sqlNumber } from './engine.mjs';
import { startModelServer } from './model_server.mjs';
import { addPerson, createPrompt, expectStatus, setUp } from './people.mjs';
import { isAlive, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

let starting = null;

const faulty = ['refused', 'limited', 'failing', 'redirect', 'error', 'empty', 'html', 'broken', 'bytes', 'nothing', 'closed', 'half', 'slow', 'drip', 'huge', 'headers'];

async function start() {
    const models = await startModelServer();
    const server = await startServer({ env: { ROSTRUM_MODEL_HOSTS: `127.0.0.1:${models.port}`, ROSTRUM_WEBHOOK_WATCH: 'no' } });
    const admin = await setUp(server);
    const added = await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: 'Own', url: `http://127.0.0.1:${models.port}/v1`, secret: 'sk-x', timeout_s: '60',
        models: ['large-1', 'small-1', ...faulty].join('\r\n'),
    });
    expectStatus(added, 303);
    const add = async (name, timeout_s) => expectStatus(await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name, timeout_s, url: `http://127.0.0.1:${models.port}/v1`, secret_kind: 'none', models: 'slow\r\ndrip',
    }), 303);
    const pages = [added, await add('Patient', '600'), await add('Hasty', '2')];
    const [endpoint, patient, hasty] = pages.map((one) => one.location.split('/').pop());
    expectStatus(await admin.fill(`${added.location}/prices`, 'Save prices', { prices: 'large-1,2020-01-01,1000000,1000000', file: null }), 303);
    const product = await addPerson(admin, { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' });
    const prompt = await createPrompt(admin, { name: 'asked/one', body: 'Say hello to {{name}}.' });
    return { models, server, admin, product, endpoint, patient, hasty, prompt };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    made?.models.stop();
});

function world() {
    starting ??= start();
    return starting;
}

/** The page of what was asked for. */
async function run({ product, prompt, endpoint }, changes, at = endpoint) {
    const models = Object.fromEntries(Object.entries(changes).map(([name, value]) =>
        [name, name.startsWith('model.') ? `${at} ${value}` : value]));
    const done = await product.fill(`${prompt}/preview`, 'Run', models);
    expectStatus(done, 303);
    return done.location;
}

async function ended({ product }, page) {
    await waitFor(async () => !/This page loads itself again/.test((await product.get(page)).words));
    return product.get(page);
}

test('calls: two models side by side, with what was sent, tokens, time and cost', async () => {
    const made = await world();
    const page = await run(made, { 'var.name': 'Ada "L"', 'model.1': 'large-1', 'temperature.1': '0.5', 'model.2': 'small-1' });
    const shown = await ended(made, page);
    assert.match(shown.words, /large-1 says: Say hello to Ada "L"\./);
    assert.match(shown.words, /small-1 says: Say hello to Ada "L"\./);
    assert.match(shown.words, /Input 5 tokens Output 7 tokens Time \d+ ms Cost 12\.00 USD/);
    assert.equal(shown.headers.refresh, undefined);
    const asked = made.models.at('/v1/chat/completions').map((one) => ({ ...one, body: JSON.parse(one.body) }));
    assert.equal(asked.length, 2);
    const large = asked.find((one) => one.body.model === 'large-1');
    assert.equal(large.headers.authorization, 'Bearer sk-x');
    assert.deepEqual(large.body, { model: 'large-1', messages: [{ role: 'user', content: 'Say hello to Ada "L".' }], temperature: 0.5 });
    expectStatus(await made.admin.get(page), 404);
});

test('calls: every fault is a result with its reason, and nothing stays', async () => {
    const made = await world();
    const reasons = {
        refused: /It refused the API key\./, limited: /It was asked too often\./, failing: /It failed\..*It broke/,
        redirect: /It redirects/, error: /It answered with an error\..*Not today/, empty: /Its answer has nothing in it\./,
        html: /neither JSON nor a stream/, broken: /can't be read/, bytes: /can't be read/, nothing: /can't be read/,
        closed: /or it broke/, half: /or it broke/, slow: /did not answer in time/, drip: /did not answer in time/,
        huge: /too large/, headers: /too large/,
    };
    assert.deepEqual(Object.keys(reasons), faulty);
    for (const fault of faulty) {
        const shown = await ended(made, await run(made, { 'var.name': 'x', 'model.1': fault }, ['slow', 'drip'].includes(fault) ? made.hasty : made.endpoint));
        assert.match(shown.words, reasons[fault], `${fault}: ${shown.words.slice(-600)}`);
    }
    const counts = new Map();
    for (const { body } of made.models.at('/v1/chat/completions')) {
        const { model } = JSON.parse(body);
        counts.set(model, (counts.get(model) ?? 0) + 1);
    }
    for (const fault of faulty) assert.equal(counts.get(fault), fault === 'limited' ? 3 : 1, fault);
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM model_calls WHERE ended_at IS NULL'), 0);
});

test('calls: a worker that is killed leaves a call that is lost, and not made twice', async () => {
    const made = await world();
    const before = made.models.at('/v1/chat/completions').length;
    const page = await run(made, { 'var.name': 'x', 'model.1': 'slow' }, made.patient);
    await made.models.wait('/v1/chat/completions', before + 1);
    const workers = () => made.server.tree().filter((one) => one.name === 'rostrum').map((one) => one.pid);
    const killed = workers();
    assert.equal(killed.length, 3, 'two workers, and who started them');
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await waitFor(() => killed.every((pid) => !isAlive(pid)));
    sql(made.server, `UPDATE model_calls SET due_at = created_at WHERE state = 'running'`);
    const shown = await ended(made, page);
    assert.match(shown.words, /may have been charged/);
    assert.equal(made.models.at('/v1/chat/completions').length, before + 1);
    const next = await ended(made, await run(made, { 'var.name': 'y', 'model.1': 'large-1' }));
    assert.match(next.words, /large-1 says: Say hello to y\./);
});
