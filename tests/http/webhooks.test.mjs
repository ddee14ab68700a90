// Webhooks, end to end: what is sent to a real receiver and how it is signed; receivers that fail,
// redirect, hang, answer too much or are gone; and a sender that is killed.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { before, sql, sqlNumber } from './engine.mjs';
import { addPerson, createAgent, createPrompt, expectStatus, idOf, setUp } from './people.mjs';
import { isAlive, removeFolder, startServer, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';
import { loadVerifier, makeAuthority, signatureOf, startReceiver } from './webhook_receiver.mjs';

let starting = null;

async function start() {
    const receiver = await startReceiver();
    const unlisted = await startReceiver();
    const folder = temporaryFolder();
    const trusted = makeAuthority(folder, 'trusted');
    const secure = await startReceiver(trusted.issue('here', 'IP:127.0.0.1'));
    const misnamed = await startReceiver(trusted.issue('there', 'DNS:hooks.example'));
    const stranger = await startReceiver(makeAuthority(folder, 'stranger').issue('here', 'IP:127.0.0.1'));
    const local = [receiver, secure, misnamed, stranger];
    const server = await startServer({ env: {
        ROSTRUM_WEBHOOK_HOSTS: `hooks.invalid ${local.map((one) => `127.0.0.1:${one.port}`).join(' ')}`,
        ROSTRUM_CA_FILE: trusted.file,
    } });
    const admin = await setUp(server);
    const developer = await addPerson(admin, { full_name: 'Dev Lindqvist', email: 'dev@harbor.example', user_persona: 'Individual Developer' });
    return { server, receiver, unlisted, secure, misnamed, stranger, folder, admin, developer, Webhook: await loadVerifier() };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    for (const name of ['receiver', 'unlisted', 'secure', 'misnamed', 'stranger']) made?.[name].stop();
    if (made) removeFolder(made.folder);
});

function world() {
    starting ??= start();
    return starting;
}

const every = ['label.moved', 'version.created', 'record.archived', 'record.restored', 'proposal.opened', 'proposal.decided', 'record.deleted'];

function secretIn(page) {
    const secret = page.text.match(/id="secret" readonly value="(whsec_[A-Za-z0-9+/]{43}=)"/)?.[1];
    assert.ok(secret, page.words.slice(0, 400));
    return secret;
}

/** Waits until the deliveries of an endpoint say so. */
const becomes = (made, page, pattern) =>
    waitFor(
        async () => pattern.test((await deliveries(made, page)).join()),
        async () => `${pattern}: ${(await deliveries(made, page)).join()}`,
    );

/** {page, secret, url}: an endpoint at a path of the receiver. */
async function add({ admin, receiver }, path, changes = {}) {
    const made = await admin.fill('/settings/webhooks/new', 'Add webhook', {
        url: `http://127.0.0.1:${receiver.port}${path}`,
        events: every,
        ...changes,
    });
    expectStatus(made, 200);
    return { secret: secretIn(made), page: made.text.match(/href="(\/settings\/webhooks\/[0-9a-f-]{36})">Done/)[1] };
}

/** Checks the signature with the library and by hand; gives the body. */
function opened({ Webhook }, secret, request) {
    assert.equal(request.method, 'POST');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.match(request.headers['webhook-id'], /^msg_[0-9a-f-]{36}$/);
    assert.ok(Math.abs(Number(request.headers['webhook-timestamp']) - request.at / 1000) < 5);
    assert.ok(request.headers['webhook-signature'].split(' ').includes(signatureOf(secret, request)));
    if (Webhook) new Webhook(secret).verify(request.body, request.headers);
    return JSON.parse(request.body);
}

async function move(browser, record, label, version, words = 'Move label') {
    const page = expectStatus(await browser.get(`${record}/releases/change?label=${label}&to_version=${version}`), 200);
    const form = page.forms.find((one) => /\/releases\/(move|propose)$/.test(one.action));
    const done = await browser.submit(page, form.buttons[0].text, { reason: words });
    expectStatus(done, 303);
}

/** The rows of a page's table of deliveries, as text. */
async function deliveries({ admin }, page) {
    const { text } = expectStatus(await admin.get(page), 200);
    return [...text.matchAll(/<tr><td class="primary">.*?<\/tr>/gs)].map(([row]) => row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
}

/** What waits is due now. */
function makeDue({ server }) {
    sql(server, `UPDATE webhook_deliveries SET due_at = created_at WHERE ended_at IS NULL`);
    sql(server, `UPDATE webhook_health SET free_at = ${before('free_at', 3600)}`);
}

async function sendTest({ admin }, page) {
    expectStatus(await admin.fill(page, 'Send test event', {}), 303);
}

async function remove({ admin }, page) {
    expectStatus(await admin.fill(`${page}/delete`, 'Delete webhook', {}), 303);
}

test('webhooks: each event arrives once, signed, with names and numbers alone', async () => {
    const made = await world();
    const { admin, developer, receiver, server } = made;
    const all = await add(made, '/all');
    const few = await add(made, '/few', { events: ['label.moved'], kinds: ['prompt'], folder: 'billing' });
    const prompt = await createPrompt(admin, { name: 'support/greeting ✓', body: 'a secret body {{x}}', message: 'a secret message' });
    const other = await createPrompt(admin, { name: 'billing/eu/dunning', body: 'b' });
    await move(admin, prompt, 'staging', 1);
    await move(admin, other, 'staging', 1);
    await move(developer, prompt, 'production', 1);
    const review = (await admin.get(`${prompt}/releases`)).text.match(/\/releases\/[0-9a-f-]{36}/)[0];
    const product = await addPerson(admin, { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' });
    expectStatus(await product.fill(`${prompt}${review}`, 'Approve', { reason: 'fine' }), 303);
    expectStatus(await admin.post(`${other}/archive`, { csrf: (await admin.get(other)).csrf, accept: '1' }), 303);
    expectStatus(await admin.post(`${other}/restore`, { csrf: (await admin.get(other)).csrf }), 303);

    expectStatus(await admin.fill(`${other}/delete`, 'Delete permanently', { name: 'billing/eu/dunning' }), 303);

    const requests = await receiver.wait('/all', 10);
    const bodies = requests.map((one) => opened(made, all.secret, one));
    const types = bodies.map((one) => one.type).sort();
    assert.deepEqual(types, ['label.moved', 'label.moved', 'label.moved', 'proposal.decided', 'proposal.opened',
        'record.archived', 'record.deleted', 'record.restored', 'version.created', 'version.created']);
    assert.equal(new Set(requests.map((one) => one.headers['webhook-id'])).size, 10);
    assert.ok(requests.every((one) => !one.body.includes('secret')), 'no body, no message, no reason');
    const of = (type, rest = () => true) => bodies.filter((one) => one.type === type).find((one) => rest(one.data)).data;
    const common = { organization: 'harbor-works', kind: 'prompt', id: idOf(prompt), name: 'support/greeting ✓', url: `${server.publicUrl}${prompt}` };
    const created = of('version.created', (data) => data.id === idOf(prompt));
    const adminId = created.actor.id;
    assert.match(adminId, /^[0-9a-f-]{36}$/);
    const actor = { kind: 'user', id: adminId };
    assert.deepEqual(created, { ...common, version: 1, actor });
    const opening = of('proposal.opened');
    assert.notEqual(opening.actor.id, adminId);
    const approver = of('proposal.decided').actor;
    assert.ok(![adminId, opening.actor.id].includes(approver.id), 'the third person');
    const moved = { label: 'production', from_version: null, to_version: 1 };
    const id = review.split('/')[2];
    assert.deepEqual(opening, { ...common, ...moved, proposal: { id, state: 'open' }, actor: opening.actor });
    assert.deepEqual(of('proposal.decided'), { ...common, ...moved, proposal: { id, state: 'approved' }, actor: approver });
    assert.deepEqual(of('label.moved', (data) => data.label === 'production'), { ...common, ...moved, actor: approver });
    assert.equal(of('record.archived').name, 'billing/eu/dunning');
    assert.deepEqual(of('record.deleted'), { organization: 'harbor-works', kind: 'prompt', id: idOf(other), name: 'billing/eu/dunning', version: 1, actor });
    assert.ok(bodies.every((one) => Math.abs(Date.parse(one.timestamp) - Date.now()) < 60_000));

    const [heard] = await receiver.wait('/few', 1);
    assert.deepEqual(opened(made, few.secret, heard).data.name, 'billing/eu/dunning');
    assert.equal(receiver.at('/few').length, 1);
    await remove(made, few.page);
    const done = await deliveries(made, all.page);
    assert.equal(done.length, 10);
    assert.ok(done.every((row) => / Delivered 204 \d+ ms /.test(row)), done.join('\n'));
    await remove(made, all.page);
});

test('webhooks: the secret is shown once, and only administrators see any of it', async () => {
    const made = await world();
    const { admin, developer } = made;
    const { secret, page } = await add(made, '/seen', { description: 'For the <b>deploys</b>' });
    for (const path of ['/settings/webhooks', page, `${page}/edit`, `${page}/rotate`, '/audit']) {
        const { text } = expectStatus(await admin.get(path), 200);
        assert.ok(!text.includes(secret), path);
        assert.ok(!text.includes('<b>deploys'), path);
        expectStatus(await developer.get(path), ...(path === '/audit' ? [200] : [403]));
    }
    assert.ok((await admin.get('/settings/webhooks')).text.includes(`${secret.slice(0, 10)}…`));
    await remove(made, page);
    expectStatus(await admin.get(page), 404);
});

test('webhooks: after a rotation both secrets sign, then the new one alone', async () => {
    const made = await world();
    const { admin, receiver, server } = made;
    const { secret, page } = await add(made, '/rotated');
    const fresh = secretIn(expectStatus(await admin.fill(`${page}/rotate`, 'Rotate secret', {}), 200));
    assert.notEqual(fresh, secret);
    await sendTest(made, page);
    const [both] = await receiver.wait('/rotated', 1);
    assert.equal(opened(made, secret, both).type, 'webhook.test');
    opened(made, fresh, both);
    assert.equal(both.headers['webhook-signature'], `${signatureOf(fresh, both)} ${signatureOf(secret, both)}`);
    sql(server, `UPDATE webhooks SET old_secret_until = ${before('old_secret_until', 86_401)} WHERE old_secret IS NOT NULL`);
    await sendTest(made, page);
    const [, alone] = await receiver.wait('/rotated', 2);
    assert.equal(alone.headers['webhook-signature'], signatureOf(fresh, alone));
    await remove(made, page);
});

test('webhooks: what fails comes again with the same id, signed anew, and can be sent again', async () => {
    const made = await world();
    const { admin, receiver, server } = made;
    receiver.answers.set('/failing', (response) => response.writeHead(500).end('oh no'));
    const { secret, page } = await add(made, '/failing');
    await sendTest(made, page);
    const [first] = await receiver.wait('/failing', 1);
    await becomes(made, page, / Waiting next try .* 500 \d+ ms 1 /);
    assert.match((await admin.get('/settings/webhooks')).words, /Failing/);
    const [, second] = await receiver.wait('/failing', 2); // by itself, after 5 s and a little
    assert.ok(second, 'it comes again');
    assert.ok(second.at - first.at > 4500, `${second.at - first.at} ms`);
    assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
    assert.equal(second.body, first.body);
    opened(made, secret, second);
    for (let i = 3; i <= 10; i++) {
        makeDue(made);
        assert.equal((await receiver.wait('/failing', i)).length, i);
        await waitFor(() => sqlNumber(server, "SELECT count(*) FROM webhook_deliveries WHERE state = 'sending'") === 0);
    }
    assert.match((await deliveries(made, page)).join(), / Failed 500 \d+ ms 10 .* Resend /);
    makeDue(made);
    const other = await add(made, '/after'); // who is sent this has looked for what is due
    for (let i = 1; i <= 3; i++) {
        await sendTest(made, other.page);
        await receiver.wait('/after', i);
    }
    await remove(made, other.page);
    assert.equal(receiver.at('/failing').length, 10, 'that was the last attempt');
    receiver.answers.delete('/failing');
    const form = (await admin.get(page)).forms.find((one) => one.action.endsWith('/resend'));
    expectStatus(await admin.post(form.action, Object.fromEntries(form.fields)), 303);
    const again = (await receiver.wait('/failing', 11))[10];
    assert.equal(again.headers['webhook-id'], first.headers['webhook-id']);
    await becomes(made, page, / Delivered /);
    await remove(made, page);
});

test('webhooks: no redirect is followed, and no network that is not public is asked', async () => {
    const made = await world();
    const { admin, receiver, unlisted } = made;
    receiver.answers.set('/redirect', (response) => response.writeHead(307, { Location: `http://127.0.0.1:${receiver.port}/target` }).end());
    const { page } = await add(made, '/redirect');
    await sendTest(made, page);
    await receiver.wait('/redirect', 1);
    await becomes(made, page, /307 \d+ ms Redirects are not followed/);
    assert.equal(receiver.at('/target').length, 0);
    await remove(made, page);
    for (const url of [`http://127.0.0.1:${unlisted.port}/x`, 'http://example.com/', 'https://u:p@example.com/', 'ftp://127.0.0.1/', 'https://', 'javascript:x', ''])
        expectStatus(await admin.fill('/settings/webhooks/new', 'Add webhook', { url }), 422);
    const hosts = [`127.0.0.1:${unlisted.port}`, `[::ffff:127.0.0.1]:${unlisted.port}`, `localhost:${unlisted.port}`, `2130706433:${unlisted.port}`];
    for (const host of hosts) {
        const wall = await add(made, '', { url: `https://${host}/inside` });
        await sendTest(made, wall.page);
        await becomes(made, wall.page, /not public/);
        await remove(made, wall.page);
    }
    assert.deepEqual([unlisted.at('/x'), unlisted.at('/inside')], [[], []]);
});

test('webhooks: over TLS, to whom an authority of the operator knows by this name', async () => {
    const made = await world();
    const { secure, misnamed, stranger } = made;
    const at = (one) => ({ url: `https://127.0.0.1:${one.port}/tls` });
    const good = await add(made, '', at(secure));
    await sendTest(made, good.page);
    const [heard] = await secure.wait('/tls', 1);
    assert.equal(opened(made, good.secret, heard).type, 'webhook.test');
    await becomes(made, good.page, / Delivered 204 /);
    await remove(made, good.page);
    for (const [receiver, reason] of [[misnamed, /Its certificate is not valid for this host/],
        [stranger, /Its certificate comes from no authority that is trusted here.*ca-file/]]) {
        const { page } = await add(made, '', at(receiver));
        await sendTest(made, page);
        await becomes(made, page, reason);
        assert.deepEqual(receiver.at('/tls'), []);
        assert.match((await deliveries(made, page)).join(), / – /);
        await remove(made, page);
    }
});

test('webhooks: a slow receiver holds up nobody else, and a huge answer is not read', async () => {
    const made = await world();
    const { admin, receiver } = made;
    receiver.answers.set('/slow', () => {}); // never
    receiver.answers.set('/huge', (response) => {
        response.writeHead(200);
        const more = () => {
            while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
    });
    const quick = await add(made, '/quick');
    const huge = await add(made, '/huge');
    const sending = () =>
        sqlNumber(made.server, "SELECT count(*) FROM webhook_deliveries WHERE state = 'sending'");
    let slow = null;
    let isBeside = false;
    // a machine that is slower than the ten seconds of the slow one says nothing: it is asked again
    for (let i = 1; i <= 5 && !isBeside; i++) {
        if (slow) await remove(made, slow.page);
        slow = await add(made, '/slow');
        await sendTest(made, slow.page);
        await receiver.wait('/slow', i);
        await sendTest(made, quick.page);
        await receiver.wait('/quick', i);
        isBeside = sending() > 0;
    }
    assert.ok(isBeside, 'the quick one waited for the slow one');
    await sendTest(made, huge.page);
    await becomes(made, huge.page, / Delivered 200 /);
    await becomes(made, slow.page, /did not answer within 10 seconds/);
    for (const one of [slow, quick, huge]) await remove(made, one.page);
    expectStatus(await admin.get('/settings/webhooks'), 200);
});

test('webhooks: a receiver that is gone is disabled, and its administrators hear of it', async () => {
    const made = await world();
    const { admin, receiver } = made;
    receiver.answers.set('/gone', (response) => response.writeHead(410).end());
    const { page } = await add(made, '/gone');
    await sendTest(made, page);
    await receiver.wait('/gone', 1);
    await waitFor(async () => /answered 410 Gone, so the webhook was disabled/.test((await admin.get(page)).words));
    assert.match((await admin.get('/inbox')).words, /Disabled .*\/gone.* It answered 410 Gone/);
    assert.match((await admin.get('/audit')).words, /Disabled a webhook that fails/);
    await createAgent(admin, { name: 'nobody hears of it' });
    expectStatus(await admin.fill(page, 'Enable', {}), 303);
    receiver.answers.delete('/gone');
    await sendTest(made, page);
    const requests = await receiver.wait('/gone', 2);
    assert.deepEqual(requests.map((one) => JSON.parse(one.body).type), ['webhook.test', 'webhook.test']);
    assert.ok(!/410 Gone/.test((await admin.get('/inbox')).words));
    await remove(made, page);
});

test('webhooks: a sender that is killed has its delivery sent again, by one that is started anew', async () => {
    const made = await world();
    const { receiver, server } = made;
    let isHolding = true;
    receiver.answers.set('/held', (response) => (isHolding ? undefined : response.writeHead(204).end()));
    const { secret, page } = await add(made, '/held');
    await sendTest(made, page);
    const [first] = await receiver.wait('/held', 1);
    const senders = () => server.tree().filter((one) => one.name === 'rostrum').map((one) => one.pid);
    const killed = senders();
    assert.equal(killed.length, 3, 'two senders, and who started them');
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await waitFor(() => killed.every((pid) => !isAlive(pid)));
    isHolding = false;
    await waitFor(() => senders().length === 3); // they are started again
    assert.equal(receiver.at('/held').length, 1, 'nobody sends it while the claim lasts');
    makeDue(made);
    const [, second] = await receiver.wait('/held', 2);
    assert.equal(second?.headers['webhook-id'], first.headers['webhook-id']);
    opened(made, secret, second);
    await becomes(made, page, / Delivered 204 \d+ ms 2 /);
    await remove(made, page);
});
