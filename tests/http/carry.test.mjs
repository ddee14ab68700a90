// Test runs that are carried by file, end to end: a runner's key is registered, the sealed run is
// downloaded, carried out by `rostrum run-cases` beside a model server and killed in the middle, and its
// answers are evidence when they come back whole.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { sqlNumber } from './engine.mjs';
import { expectStatus } from './people.mjs';
import { createSet, prepareWorld } from './run_world.mjs';
import { buildDir, removeFolder, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

const cases = Array.from({ length: 6 }, (_, i) => ({
    id: `c${i + 1}`, variables: { word: `word ${i + 1}` }, critical: i === 0, checks: [{ type: 'contains', value: `word ${i + 1}` }],
}));
const program = path.join(buildDir, 'rostrum');
const folder = temporaryFolder();
const inFolder = (name) => path.join(folder, name);
let starting = null;

function world() {
    starting ??= prepareWorld(['large-1'], async (made) => {
        const set = await createSet(made, 'answers/six', cases);
        const key = spawnSync(program, ['runner-key', 'new', inFolder('key')], { encoding: 'utf8' });
        assert.equal(key.status, 0, key.stderr);
        const added = await made.admin.fill('/settings/runners/new', 'Register runner', { name: 'Hall 7', public_key: key.stdout.trim(), data_class: 'restricted' });
        expectStatus(added, 303);
        const page = await made.admin.get('/settings/runners');
        return { set, line: key.stdout.trim(), runner: page.text.match(/runners\/([0-9a-f-]{36})\/withdraw/)[1] };
    });
    return starting;
}

after(async () => {
    await (await starting?.catch(() => null))?.stop();
    removeFolder(folder);
});

/** Prepares a run for the runner; gives its path. */
async function prepare(made, model, fields = {}, caps = {}) {
    const query = new URLSearchParams({ set: made.set, model: `carry ${made.runner}`, at_endpoint: 'Beside the press', at_model: model, ...fields });
    const page = expectStatus(await made.product.get(`${made.prompt}/tests/new?${query}`), 200);
    const done = await made.product.submit(page, 'Prepare run', caps);
    expectStatus(done, 303);
    return done.location;
}

/** Downloads the sealed run into a file of this name. */
async function download(made, run, name) {
    const page = expectStatus(await made.product.get(`${run}/sealed`), 200);
    assert.match(page.headers['content-disposition'], /run-[0-9a-f-]+\.sealed/);
    assert.ok(!page.bytes.includes('Say word'), 'it is sealed');
    fs.writeFileSync(inFolder(name), page.bytes);
}

/** `rostrum run-cases`, without any setting of an installation. */
function carry(made, name, more = []) {
    const words = ['run-cases', inFolder(name), '--key', inFolder('key'), '--endpoint', `http://127.0.0.1:${made.models.port}/v1`, ...more];
    const child = spawn(program, words, { env: { ROSTRUM_MODEL_SECRET: 'sk-beside', ROSTRUM_CONFIG: '/nonexistent' } });
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece) => { said.text += piece; });
    const done = new Promise((resolve) => { child.on('close', (status, signal) => resolve({ status, signal, text: said.text })); });
    return { child, done };
}

const BOUNDARY = 'carried-by-file';

async function upload(made, run, bytes, person = made.product) {
    const page = expectStatus(await person.get(`${run}/answers`), 200);
    const [, csrf] = page.form('Upload answers').fields.find(([name]) => name === 'csrf');
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="answers"; filename="a.answers"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    return person.request('POST', `${run}/answers`, { body, headers: { Origin: made.server.publicUrl, 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` } });
}

const asked = (made, model) => made.models.at('/v1/chat/completions').map((one) => JSON.parse(one.body)).filter((one) => one.model === model);
const lines = (name) => fs.readFileSync(inFolder(name), 'utf8').split('\n').filter(Boolean);

test('carry: a key is made once, for its owner alone', async () => {
    const made = await world();
    assert.equal(fs.statSync(inFolder('key')).mode & 0o777, 0o600);
    const before = fs.readFileSync(inFolder('key'));
    const again = spawnSync(program, ['runner-key', 'new', inFolder('key')], { encoding: 'utf8' });
    assert.equal(again.status, 1);
    assert.match(again.stderr, /is there already, and is not overwritten/);
    assert.deepEqual(fs.readFileSync(inFolder('key')), before);
    assert.equal(spawnSync(program, ['runner-key', 'show', inFolder('key')], { encoding: 'utf8' }).stdout.trim(), made.line);
    const twice = await made.admin.fill('/settings/runners/new', 'Register runner', { name: 'Other', public_key: made.line, data_class: 'public' });
    expectStatus(twice, 409);
    assert.match(twice.words, /This key is registered already/);
});

test('carry: killed in the middle it goes on, and what comes back lets production move', async () => {
    const made = await world();
    const rule = await made.admin.fill(`${made.prompt}/releases/rule?label=production`, 'Save rule', { set_id: made.set, min_pass: '100', forbids_critical: '1' });
    expectStatus(rule, 303);
    const change = `${made.prompt}/releases/change?label=production&to_version=1`;
    assert.match((await made.admin.get(change)).words, /Missing/);
    const run = await prepare(made, 'wait-150');
    const shown = await made.product.get(run);
    assert.match(shown.words, /Waiting for answers from Hall 7/);
    assert.equal(shown.headers.refresh, undefined, 'nothing happens by itself');
    await download(made, run, 'one');
    const first = carry(made, 'one');
    await waitFor(() => fs.existsSync(inFolder('one.answers')) && lines('one.answers').length >= 3);
    first.child.kill('SIGKILL');
    assert.equal((await first.done).signal, 'SIGKILL');
    const kept = lines('one.answers');
    const before = asked(made, 'wait-150').length;
    assert.ok(before < cases.length);
    fs.appendFileSync(inFolder('one.answers'), 'half a line');
    expectStatus(await upload(made, run, fs.readFileSync(inFolder('one.answers'))), 422);
    const second = await carry(made, 'one').done;
    assert.equal(second.status, 0, second.text);
    const all = lines('one.answers');
    assert.deepEqual(all.slice(0, kept.length), kept, 'what was there stays');
    assert.equal(all.length, cases.length + 2);
    const words = asked(made, 'wait-150').map((one) => one.messages[0].content);
    assert.ok(words.length <= cases.length + 1, 'at most the call that was under way is made again');
    for (const [i] of kept.slice(1).entries()) assert.equal(words.filter((one) => one === `Say word ${i + 1} again.`).length, 1, 'not asked twice');
    assert.ok(!fs.readFileSync(inFolder('one.answers'), 'utf8').includes('Say word'), 'answers are sealed');
    const third = await carry(made, 'one').done;
    assert.equal(third.status, 0);
    assert.match(third.text, /over already/);
    assert.equal(asked(made, 'wait-150').length, words.length);
    expectStatus(await upload(made, run, fs.readFileSync(inFolder('one.answers'))), 303);
    const ended = await made.product.get(run);
    assert.match(ended.words, /6 of 6 passed/);
    assert.match(ended.words, /Beside the press · wait-150 , carried by runner Hall 7/);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM model_calls`), 0, 'the installation called nothing');
    const move = await made.admin.get(change);
    assert.match(move.words, /6 of 6 passed , 100%.*carried by runner Hall 7/);
    expectStatus(await made.admin.submit(move, 'Release v1', { reason: 'Tested beside the press' }), 303);
    const releases = await made.admin.get(`${made.prompt}/releases`);
    const { text } = expectStatus(await made.admin.submit(releases, 'Certificate of production now'), 200);
    const proof = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    assert.equal(proof.move.test_run.carried_by, 'Hall 7');
    assert.equal(proof.move.test_run.grade, 'full');
    const twice = await made.product.get(`${run}/answers`);
    expectStatus(twice, 303);
});

test('carry: a changed, missing, doubled or moved answer is refused by name, and nothing is lost', async () => {
    const made = await world();
    const run = await prepare(made, 'large-1');
    await download(made, run, 'two');
    assert.equal((await carry(made, 'two').done).status, 0);
    const good = lines('two.answers');
    const refuse = async (changed, words) => {
        const page = await upload(made, run, Buffer.from(changed.map((line) => `${line}\n`).join('')));
        expectStatus(page, 422);
        assert.match(page.words, words);
        assert.match((await made.product.get(run)).words, /No results yet/);
    };
    const flip = (line, at) => line.slice(0, at) + (line[at] === 'A' ? 'B' : 'A') + line.slice(at + 1);
    await refuse(good.map((line, i) => (i === 3 ? flip(line, line.length - 20) : line)), /Case c3, repeat 1: changed since it was signed/);
    await refuse(good.toSpliced(4, 1), /Case c4, repeat 1: missing/);
    await refuse(good.toSpliced(2, 0, good[2]), /Case c2, repeat 1: there twice/);
    await refuse([...good.slice(0, 2), good[3], good[2], ...good.slice(4)], /Case c3, repeat 1: not in its place/);
    await refuse(good.slice(0, -1), /It has no end/);
    await refuse([], /not a file of answers/);
    const other = await prepare(made, 'large-1');
    const page = await upload(made, other, fs.readFileSync(inFolder('two.answers')));
    expectStatus(page, 422);
    assert.match(page.words, /answers to another run/);
    expectStatus(await upload(made, run, fs.readFileSync(inFolder('two.answers'))), 303);
    assert.match((await made.product.get(run)).words, /6 of 6 passed/);
});

test('carry: what can not be carried out is said, and the same command goes on', async () => {
    const made = await world();
    const run = await prepare(made, 'large-1');
    await download(made, run, 'three');
    const wrong = await carry(made, 'three', ['--endpoint', 'http://127.0.0.1:1/v1']).done;
    assert.equal(wrong.status, 1, wrong.text);
    assert.match(wrong.text, /the same command goes on/);
    assert.equal(lines('three.answers').length, 1, 'nothing is answered');
    assert.equal((await carry(made, 'three', ['--endpoint', 'ftp://elsewhere']).done).status, 2);
    assert.equal(spawnSync(program, ['runner-key', 'new', inFolder('other')]).status, 0);
    const foreign = await carry(made, 'three', ['--key', inFolder('other')]).done;
    assert.equal(foreign.status, 1);
    assert.match(foreign.text, /sealed to another runner/);
    const faulty = await carry(made, 'three', ['--model', 'failing', '--out', inFolder('failing.answers')]).done;
    assert.equal(faulty.status, 0, faulty.text);
    expectStatus(await upload(made, run, fs.readFileSync(inFolder('failing.answers'))), 303);
    const shown = await made.product.get(run);
    assert.match(shown.words, /0 of 6 passed.*6 errors/);
    assert.match(shown.words, /Beside the press · failing/);
});

test('carry: the cap in tokens holds there as well', async () => {
    const made = await world();
    const run = await prepare(made, 'large-1', { max_tokens: '20' }, { token_cap: '90' });
    await download(made, run, 'four');
    const done = await carry(made, 'four').done;
    assert.equal(done.status, 3, done.text);
    assert.match(done.text, /cap of 90 tokens/);
    expectStatus(await upload(made, run, fs.readFileSync(inFolder('four.answers'))), 303);
    const shown = await made.product.get(run);
    assert.match(shown.words, /The next call could have passed the cap in tokens/);
});

test('carry: a withdrawn runner signs nothing more', async () => {
    const made = await world();
    const run = await prepare(made, 'large-1');
    await download(made, run, 'five');
    assert.equal((await carry(made, 'five').done).status, 0);
    expectStatus(await made.admin.fill(`/settings/runners/${made.runner}/withdraw`, 'Withdraw runner', {}), 303);
    const page = await upload(made, run, fs.readFileSync(inFolder('five.answers')));
    expectStatus(page, 422);
    assert.match(page.words, /no longer accepted/);
    expectStatus(await made.product.get(`${run}/sealed`), 303);
    expectStatus(await made.product.fill(run, 'Cancel run', {}), 303);
});
