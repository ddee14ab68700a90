// The prompt library as people use it.

import assert from 'node:assert/strict';
import { ADMIN } from './sign_in.mjs';
import { field, fill, PASSWORD, value_of } from './suite.mjs';

const BODY = '  Hello {{name}},\n\tthank you for writing.\n\n';
const path_of = (page) => new URL(page.url()).pathname;
const body_of = (page) => page.locator('pre#text').textContent();
const main_of = (page) => page.locator('main');

/** Makes a text prompt and gives the path of its page. */
export async function create(page, name, body, more = {}) {
    await page.visit('/prompts/new');
    await fill(page, { Name: name, Body: body, ...more });
    await page.press('Create prompt');
    return path_of(page);
}

async function save(page, prompt, values) {
    await page.visit(`${prompt}/edit`);
    await fill(page, values);
    await page.press('Save prompt');
}

/** The names in the list, as the rows show them. */
const names = (page) => page.locator('table.list tbody td.primary .title > a:first-child').allTextContents();

async function text(suite, admin) {
    await suite.test('a text prompt is created, byte for byte, in a folder and with tags', async () => {
        suite.greeting = await create(admin, 'support/greeting', BODY,
            { Description: 'What a customer reads first', Tags: 'tone, support' });
        await admin.told('Prompt created');
        assert.equal(await body_of(admin), BODY);
        assert.deepEqual(await admin.locator('mark.var').allTextContents(), ['{{name}}']);
        assert.deepEqual(await admin.locator('aside .chip.tag').allTextContents(), ['tone', 'support']);
        await admin.visit(`${suite.greeting}/edit`);
        assert.equal(await value_of(admin, 'Body'), BODY);
    });

    await suite.test('a name that is taken is refused at its field, and nothing is lost', async () => {
        await admin.visit('/prompts/new');
        await fill(admin, { Name: 'support/greeting', Body: '\n kept \n', Tags: 'a, b' });
        const response = await admin.press('Create prompt', { status: null });
        assert.ok([409, 422].includes(response.status()), `${response.status()}`);
        assert.equal(await field(admin, 'Name').getAttribute('aria-invalid'), 'true');
        assert.equal(await value_of(admin, 'Body'), '\n kept \n');
        assert.equal(await value_of(admin, 'Tags'), 'a, b');
    });

    await suite.test('a preview fills variables in, and one that is gone is warned of', async () => {
        await admin.visit(`${suite.greeting}/edit`);
        await fill(admin, { Body: 'Dear {{ first_name }} {{last_name}}' });
        await admin.press('Preview');
        await admin.sees('These variables of the saved version are gone');
        await fill(admin, { first_name: 'Ada' });
        await admin.press('Preview');
        assert.equal(await body_of(admin), 'Dear Ada {{last_name}}');
        assert.equal(await value_of(admin, 'Body'), 'Dear {{ first_name }} {{last_name}}');
    });

    await suite.test('each save is a version with its change message', async () => {
        await save(admin, suite.greeting, {
            Body: BODY.replace('for writing', 'so much for writing to us'), 'Change message': 'Warmer',
        });
        await admin.told('Saved as version 2');
        await admin.visit(`${suite.greeting}/versions`);
        await admin.sees('Warmer');
        await admin.visit(`${suite.greeting}/versions/1`);
        assert.equal(await body_of(admin), BODY);
    });
}

async function stale(suite, admin) {
    await suite.test('a stale save shows both versions and loses nothing', async () => {
        const { paula } = suite;
        await admin.visit(`${suite.greeting}/edit`);
        await fill(admin, { Body: 'Ada wrote this.\nSecond line.\n', 'Change message': 'From Ada' });
        await save(paula, suite.greeting, { Body: 'Paula was faster.\nSecond line.\n' });
        await admin.press('Save prompt', { status: 409 });
        await admin.told('Its newest version is 3, by Paula Prize.');
        assert.equal(await value_of(admin, 'Body'), 'Ada wrote this.\nSecond line.\n');
        assert.equal(await value_of(admin, 'Change message'), 'From Ada');
        const diff = await admin.locator('table.diff').innerText();
        assert.ok(diff.includes('Paula was faster.') && diff.includes('Ada wrote this.'), diff);
        await admin.press('Save prompt');
        await admin.told('Saved as version 4');
        await admin.visit(`${suite.greeting}/versions/3`);
        assert.equal(await body_of(admin), 'Paula was faster.\nSecond line.\n');
    });
}

async function history(suite, admin) {
    await suite.test('two versions are compared by line and by word', async () => {
        await admin.visit(`${suite.greeting}/versions`);
        await admin.getByRole('radio', { name: 'Compare from version 1', exact: true }).check();
        await admin.getByRole('radio', { name: 'Compare to version 2', exact: true }).check();
        await admin.press('Compare');
        const query = new URL(admin.url()).searchParams;
        assert.deepEqual([query.get('from'), query.get('to')], ['1', '2']);
        const words = (tag) => admin.locator(`table.diff ${tag}`).allTextContents();
        assert.deepEqual((await words('del')).filter((word) => word.trim()), []);
        assert.equal((await words('ins')).join(' ').replace(/\s+/g, ' ').trim(), 'so much to us');
    });

    await suite.test('an older version is restored as a new one', async () => {
        await admin.visit(`${suite.greeting}/versions/1`);
        await admin.press('Restore this version');
        await admin.told('Restored version 1 as version 5');
        assert.equal(await body_of(admin), BODY);
    });
}

const messages_of = async (page) => {
    const roles = await page.getByLabel(/^Role of message/).evaluateAll((all) => all.map((one) => one.value));
    const texts = await page.getByLabel(/^Content of message/).evaluateAll((all) => all.map((one) => one.value));
    return roles.map((role, i) => `${role}: ${texts[i]}`);
};

async function chat(suite, admin) {
    await suite.test('the messages of a chat are added, moved and removed', async () => {
        await admin.visit('/prompts/new');
        await admin.follow('Chat');
        await fill(admin, {
            Name: 'support/triage', 'Content of message 1': 'You sort tickets.', 'Content of message 2': '{{ticket}}',
        });
        await admin.press('Add message');
        await field(admin, 'Role of message 3').selectOption('assistant');
        await fill(admin, { 'Content of message 3': 'Billing' });
        await admin.press('Add message');
        await field(admin, 'Role of message 4').selectOption('placeholder');
        await fill(admin, { 'Content of message 4': 'examples' });
        await admin.press('Move message 4 up');
        await admin.press('Add message');
        await admin.press('Remove message 5');
        assert.deepEqual(await messages_of(admin), ['system: You sort tickets.', 'user: {{ticket}}',
            'placeholder: examples', 'assistant: Billing']);
        assert.equal(await value_of(admin, 'Name'), 'support/triage');
        await admin.press('Create prompt');
        await admin.told('Prompt created');
        suite.triage = path_of(admin);
        await admin.sees('The program puts its own messages here');
    });

    await suite.test('a chat is edited, and its version compared', async () => {
        await admin.visit(`${suite.triage}/edit`);
        await admin.press('Move message 4 up');
        await fill(admin, { 'Content of message 1': 'You sort tickets by team.' });
        await admin.press('Save prompt');
        await admin.told('Saved as version 2');
        await admin.visit(`${suite.triage}/diff?from=1&to=2`);
        await admin.sees('by team', admin.locator('table.diff'));
    });
}

async function find(suite, admin) {
    await suite.test('the list is searched by name, tag and body', async () => {
        suite.refund = await create(admin, 'support/refund/answer',
            'We pay back within a fortnight, {{name}}.', { Tags: 'tone' });
        await create(admin, 'sales/opening', 'Good morning.');
        await admin.visit('/prompts');
        await admin.locator('main').getByRole('searchbox').fill('fortnight');
        await admin.press('Search');
        assert.deepEqual(await names(admin), ['support/refund/answer']);
        assert.match(admin.url(), /q=fortnight/);
        await admin.visit('/prompts?q=nothingiscalledso');
        await admin.sees('No prompt matches');
        await admin.visit('/prompts?q=TRIAGE');
        assert.deepEqual(await names(admin), ['support/triage']);
        await admin.follow('support/triage');
    });

    await suite.test('filters are in the address, and going back shows the list as it was', async () => {
        await admin.visit('/prompts?filters=1');
        await admin.getByLabel('Type').selectOption('chat');
        await admin.press('Apply');
        assert.match(admin.url(), /[?&]type=chat/);
        assert.deepEqual(await names(admin), ['support/triage']);
        await admin.follow('support/triage');
        await admin.goBack();
        assert.match(admin.url(), /[?&]type=chat/);
        assert.deepEqual(await names(admin), ['support/triage']);
        const other = await suite.open();
        await suite.sign_in(other, ADMIN);
        await other.visit(admin.url().slice(suite.origin.length));
        assert.deepEqual(await names(other), ['support/triage']);
        await suite.close(other);
    });

    await suite.test('saved views are tabs, filters offer values, rows are one line high', async () => {
        await admin.visit('/prompts');
        const views = admin.getByRole('navigation', { name: 'Views' });
        for (const [view, query] of [['Mine', /[?&]owner=/], ['Unreleased', /[?&]show=unreleased/],
            ['Needs review', /[?&]show=review/], ['Archived', /[?&]state=archived/], ['All', /prompts$/]]) {
            await admin.follow(new RegExp(`^${view}`), { within: views });
            assert.match(admin.url(), query);
            assert.match(await views.locator('[aria-current]').textContent(), new RegExp(`^${view}`));
        }
        const heights = await admin.locator('table.list tbody tr').evaluateAll((rows) =>
            rows.map((row) => row.getBoundingClientRect().height));
        assert.ok(heights.length > 1 && heights.every((height) => height >= 35 && height <= 40), heights.join());
        await main_of(admin).locator('.pop > summary').click();
        await admin.follow(/^Chat/, { within: main_of(admin) });
        assert.match(admin.url(), /[?&]type=chat/);
        assert.deepEqual(await names(admin), ['support/triage']);
    });

    await suite.test('slashes in names are folders', async () => {
        await admin.visit('/prompts?sort=name');
        await admin.follow(/^support/, { within: admin.getByRole('navigation', { name: 'Folders' }) });
        assert.match(admin.url(), /folder=support/);
        const found = await names(admin);
        assert.ok(found.length >= 2 && !found.includes('sales/opening'), found.join());
        await admin.follow(/^refund/, { within: admin.getByRole('navigation', { name: 'Folders' }) });
        assert.equal((await names(admin)).length, 1);
    });
}

async function tick(page, ...prompts) {
    for (const prompt of prompts) await page.getByRole('checkbox', { name: prompt, exact: true }).check();
}

async function bulk(suite, admin) {
    await suite.test('several prompts are tagged at once', async () => {
        await admin.visit('/prompts?sort=name');
        await tick(admin, 'sales/opening', 'support/triage');
        if (suite.has_script) await admin.sees('2 selected');
        await fill(admin.locator('.bulk'), { Tag: 'reviewed' });
        await admin.press('Add tag');
        await admin.told('2 prompts tagged');
        assert.match(admin.url(), /sort=name/);
        await admin.visit('/prompts?tag=reviewed&sort=name');
        assert.deepEqual(await names(admin), ['sales/opening', 'support/triage']);
    });

    await suite.test('several prompts are archived at once', async () => {
        await admin.visit('/prompts');
        await tick(admin, 'sales/opening');
        await admin.press('Archive');
        await admin.told('1 prompt archived');
        assert.equal((await names(admin)).includes('sales/opening'), false);
        await admin.visit('/prompts?state=archived');
        assert.deepEqual(await names(admin), ['sales/opening']);
    });
}

/** Chooses a label and a version, and looks at what the move changes. */
async function set_label(page, prompt, label, version) {
    await page.visit(`${prompt}/releases`);
    const form = page.locator('form[action$="/releases/change"]');
    await field(form, 'Label').selectOption(label);
    await field(form, 'Version').selectOption(String(version));
    await page.press('Continue');
}

async function labels(suite, admin) {
    const { paula } = suite;
    await suite.test('a label moves, and its history answers what it was', async () => {
        await set_label(admin, suite.greeting, 'staging', 4);
        await admin.press('Move staging to v4');
        await admin.told('The label staging is on version 4 now');
        await set_label(admin, suite.greeting, 'production', 2);
        await admin.press('Release v2');
        await admin.visit(`${suite.greeting}/releases`);
        const ask = admin.locator('form').filter({ has: admin.getByRole('button', { name: 'Show' }) });
        await fill(ask, { Label: 'production', Day: new Date().toISOString().slice(0, 10) });
        await admin.press('Show');
        await admin.told(/production on .*version 2/);
    });

    await suite.test('a Product Manager proposes a protected label, and may not approve it', async () => {
        await set_label(paula, suite.greeting, 'production', 5);
        assert.equal(await paula.getByRole('button', { name: 'Approve' }).count(), 0);
        await fill(paula, { Reason: 'Customers like it' });
        await paula.press('Propose v5');
        await paula.told('Someone else has to approve it');
        assert.equal(await paula.getByRole('button', { name: 'Approve' }).count(), 0);
        await paula.follow(/^Review/, { exact: false });
        assert.equal(await paula.getByRole('button', { name: 'Approve' }).count(), 0);
        await paula.sees('Withdraw');
    });

    await suite.test('who invited the proposer lately may not approve', async () => {
        await admin.visit(`${suite.greeting}/releases`);
        await admin.follow(/^Review/, { exact: false });
        await admin.sees('another person must decide about it');
    });

    await suite.test('another person approves, and the label moves', async () => {
        const link = await suite.invite(admin,
            { name: 'Vera Voss', email: 'vera@example.org', persona: 'DevOps Engineer' });
        const vera = await suite.open();
        await vera.visit(new URL(link).pathname);
        await fill(vera, { Password: PASSWORD });
        await vera.press('Accept invitation');
        await vera.visit(`${suite.greeting}/releases`);
        await vera.follow(/^Review/, { exact: false });
        await vera.sees('Customers like it');
        await vera.press('Approve');
        await vera.told('Approved. The label production is on version 5 now.');
        await suite.close(vera);
        await admin.visit(suite.greeting);
        await admin.sees('production v5', admin.locator('aside'));
    });
}

async function try_out(suite, admin) {
    await suite.test('trying fills in variables and resolves references', async () => {
        const prompt = await create(admin, 'support/mail',
            '@@@prompt:name=support/greeting|label=production@@@\n-- \n{{signature}}\n');
        await admin.visit(`${prompt}/preview`);
        await fill(admin, { name: 'Grace', signature: 'Ada' });
        await admin.press('Preview');
        assert.equal(await admin.locator('#result pre').textContent(),
            `${BODY.replace('{{name}}', 'Grace')}\n-- \nAda\n`);
        await admin.visit(suite.greeting);
        await admin.sees('support/mail', admin.getByRole('region', { name: 'Used by' }));
    });

    await suite.test('a reference that would close a circle is refused with its path', async () => {
        await admin.visit(`${suite.greeting}/edit`);
        await fill(admin, { Body: '@@@prompt:name=support/mail|label=latest@@@' });
        await admin.press('Save prompt', { status: 422 });
        await admin.told('support/mail');
        assert.equal(await value_of(admin, 'Body'), '@@@prompt:name=support/mail|label=latest@@@');
        await admin.visit(suite.greeting);
    });
}

async function end(suite, admin) {
    await suite.test('a prompt is archived and restored', async () => {
        await admin.visit(suite.refund);
        await admin.open_more();
        await admin.press('Archive', { within: main_of(admin) });
        await admin.told('Archived');
        assert.equal(await admin.getByRole('link', { name: 'Edit', exact: true }).count(), 0);
        await admin.press('Restore');
        await admin.told('Restored');
    });

    await suite.test('ownership is transferred', async () => {
        await admin.visit(suite.refund);
        await admin.open_more();
        await admin.follow('Transfer');
        await field(admin, 'New owner').selectOption({ label: 'Paula Prize' });
        await admin.press('Transfer prompt');
        await admin.told('has a new owner');
        await admin.sees('Paula Prize', admin.locator('aside'));
    });

    await suite.test('what others refer to is not deleted', async () => {
        await admin.visit(`${suite.greeting}/delete`);
        await admin.sees('support/mail', admin.getByRole('region', { name: 'Used by' }));
        await admin.sees("It can't be deleted while others use it.");
        assert.equal(await admin.getByRole('button', { name: 'Delete permanently' }).count(), 0);
    });

    await suite.test('deleting wants the name typed', async () => {
        await admin.visit(suite.refund);
        await admin.open_more();
        await admin.follow('Delete');
        await fill(admin, { Name: 'something else' });
        await admin.press('Delete permanently', { status: 422 });
        await fill(admin, { Name: 'support/refund/answer' });
        await admin.press('Delete permanently');
        await admin.told('Deleted permanently');
        await admin.visit(suite.refund, 404);
    });
}

async function expiry(suite, admin) {
    await suite.test('what was typed survives the end of the session', async () => {
        const words = '  \n typed when the session was over, with ä and \u{1F980} \n\n';
        await admin.visit(`${suite.triage}/edit`);
        await admin.visit(`${suite.greeting}/edit`);
        await fill(admin, { Body: words, 'Change message': 'Late' });
        await admin.context().clearCookies();
        await admin.press('Save prompt', { status: 403 });
        await admin.sees('What you typed is kept');
        await fill(admin, { Email: ADMIN, Password: 'wrong, at first' });
        await admin.press('Sign in', { status: 422 });
        await fill(admin, { Password: PASSWORD });
        await admin.press('Sign in');
        await admin.told('Nothing was lost');
        assert.equal(await value_of(admin, 'Body'), words);
        assert.equal(await value_of(admin, 'Change message'), 'Late');
        await admin.press('Save prompt');
        await admin.told('Saved as version 6');
        assert.equal(await body_of(admin), words);
    });

    await suite.test('a chat that is being edited survives it, too', async () => {
        await admin.visit(`${suite.triage}/edit`);
        await fill(admin, { 'Content of message 1': 'Kept, as well.' });
        const before = await messages_of(admin);
        await admin.context().clearCookies();
        await admin.press('Save prompt', { status: 403 });
        await fill(admin, { Email: ADMIN, Password: PASSWORD });
        await admin.press('Sign in');
        assert.deepEqual(await messages_of(admin), before);
        await admin.press('Save prompt');
        await admin.told('Saved as version');
    });
}

/** Wants suite.admin and suite.paula signed in. */
export async function prompts(suite) {
    for (const part of [text, stale, history, chat, find, bulk, labels, try_out, end, expiry])
        await part(suite, suite.admin);
}
