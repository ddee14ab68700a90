// Two runs of a test set beside each other: what broke comes first, with what the model said before and
// now, and charts of the versions.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createPrompt, createImport, expectStatus } from './people.mjs';
import { createSet, ended, prepareWorld, startRun } from './run_world.mjs';

const says = (value) => [{ type: 'contains', value }];
const cases = [
    { id: 'still', variables: { word: 'a' }, checks: says('a') },
    { id: 'breaks', name: 'It must repeat', variables: { word: 'b' }, checks: says('Say b again'), critical: true },
    { id: 'mends', variables: { word: 'c' }, checks: says('Never say c') },
    { id: 'fails', variables: { word: 'd' }, checks: says('nobody says this') },
    { id: 'loses', variables: { word: 'e' }, checks: says('again') },
];

let starting = null;

/** Both runs: of v1, "Say {{word}} again.", and of v2, "Never say {{word}}!". */
async function runBoth(made) {
    const set = await createSet(made, 'answers/five', cases);
    const first = await startRun(made, set, 'large-1');
    await ended(made, first);
    const saved = await made.product.fill(`${made.prompt}/edit`, 'Save prompt', { body: 'Never say {{word}}!', message: 'Turn it round' });
    expectStatus(saved, 303);
    const second = await startRun(made, set, 'large-1');
    await ended(made, second);
    return { set, first, second };
}

function world() {
    starting ??= prepareWorld(['large-1', 'other-1'], runBoth);
    return starting;
}

after(async () => (await starting?.catch(() => null))?.stop());

const id = (run) => run.split('/').pop();
const order = (page) => [...page.text.matchAll(/id="case-(\w+)"/g)].map(([, name]) => name);

test('comparison: what broke comes first, with both outputs by word', async () => {
    const { product, first, second } = await world();
    const page = expectStatus(await product.get(`${second}/compare`), 200);
    assert.match(page.words, /v1 to v2/);
    assert.match(page.words, /1 fixed, 2 broken, 1 critical/);
    assert.match(page.words, /3 of 5 passed · 1 critical|3 of 5 passed/);
    assert.match(page.words, /2 of 5 passed · 1 critical failure/);
    assert.deepEqual(order(page), ['breaks', 'loses', 'mends', 'fails', 'still']);
    assert.match(page.words, /breaks It must repeat Critical Broken Before Passed ?, \d+ ms, 0\.\d+ USD After Failed ?, \d+ ms, 0\.\d+ USD · Does not contain .Say b again./);
    assert.match(page.text, /large-1 says: <del>Say<\/del>/);
    assert.match(page.text, /<ins>Never/);
    assert.ok(page.text.includes(`${first}/results/2"`) && page.text.includes(`${second}/results/2"`), 'both results are linked');
    const chosen = await product.get(`${second}/compare?with=${id(first)}&show=fixed`);
    assert.deepEqual(order(chosen), ['mends']);
    const turned = await product.get(`${first}/compare?with=${id(second)}`);
    assert.match(turned.words, /v2 to v1/);
    assert.match(turned.words, /2 fixed, 1 broken/);
    assert.deepEqual(order(turned), ['mends', 'breaks', 'loses', 'fails', 'still']);
});

test('comparison: the run of the live version is what one compares with', async () => {
    const made = await world();
    const again = await startRun(made, made.set, 'other-1');
    await ended(made, again);
    assert.match((await made.product.get(`${again}/compare`)).words, /v2 to v2/, 'nothing is live: the run before');
    const move = await made.admin.get(`${made.prompt}/releases/change?label=production&to_version=1`);
    expectStatus(await made.admin.submit(move, 'Release v1', { reason: 'Try it' }), 303);
    const page = await made.product.get(`${again}/compare`);
    assert.match(page.words, /v1 to v2/);
    assert.match(page.words, /1 fixed, 2 broken, 1 critical/);
});

test('comparison: other sets, other records and odd addresses give no other run', async () => {
    const made = await world();
    const other = await createSet(made, 'answers/other', cases.slice(0, 1));
    const alone = await startRun(made, other, 'large-1');
    await ended(made, alone);
    const page = await made.product.get(`${alone}/compare?with=${id(made.first)}`);
    assert.match(page.words, /Nothing to compare with yet/);
    assert.ok(!page.text.includes('case-'), 'cases of another set are not compared');
    for (const query of ['with=x', `with=${id(alone)}`, 'with=00000000-0000-7000-8000-000000000000', 'show=odd', 'after=-1', 'after=99999999999', 'after=5', 'show=new'])
        expectStatus(await made.product.get(`${made.second}/compare?${query}`), 200);
    expectStatus(await made.product.get(`${made.prompt}/tests/00000000-0000-7000-8000-000000000000/compare`), 404);
    const elsewhere = await createPrompt(made.admin, { name: 'asked/two', body: 'Other.' });
    expectStatus(await made.product.get(`${elsewhere}/tests/${id(made.second)}/compare`), 404);
});

test('comparison: charts of the versions, with their numbers', async () => {
    const made = await world();
    const tab = await made.product.get(`${made.prompt}/tests?version=2`);
    const page = tab.words.includes('Pass rate') ? tab : await made.product.get(`${made.prompt}/tests`);
    assert.ok(page.words.includes('Test runs'));
    const third = await startRun(made, made.set, 'large-1');
    await ended(made, third);
    const shown = await made.product.get(`${made.prompt}/tests`);
    assert.match(shown.words, /Pass rate v2: 40%, with answers\/five/);
    assert.match(shown.words, /Version Passed All v2 40 40 v1 60 60/);
    assert.match(shown.words, /Cost of 1,000 results v2: \d+ cents/);
    assert.match(shown.text, /<title>v1: 60%<\/title>/);
});
