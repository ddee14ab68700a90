// Test runs for tests: a product with a prompt, test sets and a model server, for runs.test.mjs,
// run_kills.test.mjs and tests/faults/run_kills.
import assert from 'node:assert/strict';
import { hex, sql } from './engine.mjs';
import { startModelServer } from './model_server.mjs';
import { addPerson, createImport, createPrompt, expectStatus, setUp } from './people.mjs';
import { startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

/** {models, server, admin, product, endpoint, prompt, stop()}: models are the names that the endpoint has. */
export async function startWorld(names, { timeout = 60 } = {}) {
    const models = await startModelServer();
    const server = await startServer({ env: { ROSTRUM_MODEL_HOSTS: `127.0.0.1:${models.port}`, ROSTRUM_WEBHOOK_WATCH: 'no' } });
    const admin = await setUp(server);
    const added = await admin.fill('/settings/endpoints/new', 'Add endpoint', {
        name: 'Own', url: `http://127.0.0.1:${models.port}/v1`, secret: 'sk-x', timeout_s: String(timeout), models: names.join('\r\n'),
    });
    expectStatus(added, 303);
    const prices = names.filter((name) => !name.startsWith('free')).map((name) => `${name},2020-01-01,1000,1000`);
    expectStatus(await admin.fill(`${added.location}/prices`, 'Save prices', { prices: prices.join('\r\n'), file: null }), 303);
    const product = await addPerson(admin, { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' });
    const prompt = await createPrompt(admin, { name: 'asked/one', body: 'Say {{word}} again.' });
    const stop = async () => {
        await server.stop();
        models.stop();
    };
    return { models, server, admin, product, prompt, endpoint: added.location.split('/').pop(), stop };
}

/** startWorld, and what prepare(world) gives; nothing of it is left running if that fails. */
export async function prepareWorld(names, prepare, options) {
    const made = await startWorld(names, options);
    try {
        return { ...made, ...(await prepare(made)) };
    } catch (error) {
        await made.stop();
        throw error;
    }
}

/** Makes a test set by an import; gives its id. */
export async function createSet({ admin, server }, name, cases, settings = {}) {
    const plan = await createImport(admin, { sets: [{ name, versions: [{ version: 1, cases, settings }] }] });
    expectStatus(await admin.fill(plan, 'Import 1 record', {}), 303);
    const [digits] = sql(server, `SELECT ${hex('id')} FROM sets WHERE name = '${name}'`);
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The page of the form of a run, with its estimate. */
export function estimate({ product, prompt, endpoint }, set, model, fields = {}) {
    const query = new URLSearchParams({ set, model: `${endpoint} ${model}`, ...fields });
    return product.get(`${prompt}/tests/new?${query}`);
}

/** Starts a run; gives its path. */
export async function startRun(world, set, model, fields = {}, caps = {}) {
    const page = expectStatus(await estimate(world, set, model, fields), 200);
    const done = await world.product.submit(page, 'Start run', caps);
    expectStatus(done, 303);
    assert.match(done.location, /\/tests\/[0-9a-f-]{36}$/);
    return done.location;
}

/** The page of a run that ended. */
export async function ended({ product }, run) {
    await waitFor(async () => (await product.get(run)).headers.refresh === undefined, async () => (await product.get(run)).words.slice(0, 600));
    return product.get(run);
}
