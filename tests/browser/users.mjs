// Colleagues: invited, changed, deactivated, and what they own handed over.

import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { ADMIN } from './sign_in.mjs';
import { fill, PASSWORD, value_of } from './suite.mjs';

/** Pages that only a link of one use leads to: once is enough. */
async function see(suite, page) {
    if (suite.has_script) await look(page);
}

async function invite_and_accept(suite, admin) {
    let link = '';
    await suite.test('an invitation gives a link, once, with a button that copies it', async () => {
        link = await suite.invite(admin,
            { name: 'Paula Price', email: 'paula@example.org', persona: 'Product Manager' });
        assert.match(link, new RegExp(`^${suite.origin}/invite/[\\w.-]{20,}$`));
        await see(suite, admin);
        if (suite.has_script) {
            await admin.context().grantPermissions(['clipboard-read', 'clipboard-write']);
            await admin.getByRole('button', { name: 'Copy' }).click();
            await admin.sees('Copied');
            assert.equal(await admin.evaluate(() => navigator.clipboard.readText()), link);
        }
        await admin.visit('/users');
        assert.equal((await admin.content()).includes(new URL(link).pathname), false);
        await admin.sees('Invited');
    });

    await suite.test('an address that is taken is refused at its field, and the form stays', async () => {
        await admin.visit('/users/new');
        await fill(admin, { 'Full name': 'Paula Again', Email: 'PAULA@example.org' });
        await admin.getByLabel('Persona', { exact: true }).selectOption({ label: 'Product Manager' });
        await admin.press('Invite user', { status: 422 });
        assert.equal(await admin.getByLabel('Email').getAttribute('aria-invalid'), 'true');
        assert.equal(await value_of(admin, 'Full name'), 'Paula Again');
    });

    await suite.test('the colleague chooses a password and is signed in', async () => {
        suite.paula = await suite.open();
        await suite.paula.visit(new URL(link).pathname);
        await suite.paula.sees('Lighthouse');
        await fill(suite.paula, { Password: 'paula' });
        await suite.paula.locator('form').first().evaluate((form) => { form.noValidate = true; });
        await suite.paula.press('Accept invitation', { status: 422 });
        await see(suite, suite.paula);
        await fill(suite.paula, { Password: PASSWORD });
        await suite.paula.press('Accept invitation');
        await suite.paula.sees('Paula Price');
        await suite.paula.visit('/prompts');
    });

    await suite.test('the link works once', async () => {
        const stranger = await suite.open();
        await stranger.visit(new URL(link).pathname, 404);
        await stranger.sees('This link does not work any more');
        await suite.close(stranger);
    });
}

async function change(suite, admin) {
    await suite.test('a user is found by name, and edited', async () => {
        await admin.visit('/users');
        await admin.locator('main').getByRole('searchbox').fill('paula@EXAMPLE');
        await admin.press('Apply');
        assert.match(admin.url(), /[?&]q=paula/);
        await admin.follow('Paula Price');
        await admin.follow('Edit');
        await fill(admin, { 'Full name': 'Paula Prize' });
        await admin.press('Save user');
        assert.equal(await admin.getByRole('heading', { level: 1 }).textContent(), 'Paula Prize');
    });

    await suite.test('another persona ends the sessions, and has other rights', async () => {
        await suite.paula.visit('/prompts/new');
        await set_persona(admin, 'DevOps Engineer');
        await suite.paula.visit('/prompts/new');
        assert.equal(new URL(suite.paula.url()).pathname, '/login');
        await fill(suite.paula, { Email: 'paula@example.org', Password: PASSWORD });
        await suite.paula.press('Sign in', { status: 403 }); // where she wanted to go
        await set_persona(admin, 'Product Manager');
        await suite.sign_in(suite.paula, 'paula@example.org');
        await suite.paula.visit('/prompts/new');
    });
}

async function set_persona(admin, persona) {
    await admin.follow('Edit');
    await admin.getByLabel('Persona', { exact: true }).selectOption({ label: persona });
    await admin.press('Save user');
    await admin.sees(persona, admin.locator('main'));
}

async function deactivate(suite, admin) {
    await suite.test('deactivating ends the sessions, and what is owned is handed over', async () => {
        await suite.paula.visit('/prompts/new');
        await fill(suite.paula, { Name: 'Owned by Paula', Body: 'Mine, for now.' });
        await suite.paula.press('Create prompt');
        const prompt = new URL(suite.paula.url()).pathname;
        await admin.visit('/users?q=paula');
        await admin.follow('Paula Prize');
        await admin.sees('1 prompt');
        await admin.sees('Owned by Paula', admin.locator('.owned'));
        await admin.sees('Created prompt', admin.locator('#recent'));
        await see(suite, admin);
        await admin.follow('Deactivate');
        await admin.press('Deactivate user');
        await suite.paula.visit('/prompts');
        assert.equal(new URL(suite.paula.url()).pathname, '/login');
        await suite.paula.told('Your session has ended');
        await fill(suite.paula, { Email: 'paula@example.org', Password: PASSWORD });
        await suite.paula.press('Sign in', { status: 422 });
        await hand_over(admin);
        await see(suite, admin);
        await admin.visit(prompt);
        await admin.sees('Ada Lovelace', admin.locator('main'));
    });

    await suite.test('activated again, the colleague signs in again', async () => {
        await admin.visit('/users?q=paula&state=inactive');
        await admin.follow('Paula Prize');
        await admin.press('Activate');
        await suite.sign_in(suite.paula, 'paula@example.org');
        await suite.paula.visit('/prompts');
    });
}

async function hand_over(admin) {
    await admin.visit('/users?q=paula&state=inactive');
    await admin.follow('Paula Prize');
    await admin.follow('Transfer ownership');
    await admin.getByLabel('New owner').selectOption({ label: 'Ada Lovelace' });
    await admin.press('Transfer ownership');
    await admin.told('Ada Lovelace');
}

async function last_superuser(suite, admin) {
    await suite.test('the last superuser stays', async () => {
        await admin.visit('/users?q=ada');
        await admin.follow('Ada Lovelace', { within: admin.locator('main') });
        assert.equal(await admin.getByRole('link', { name: 'Deactivate', exact: true }).count(), 0);
    });
}

async function forgotten(suite, admin) {
    const { paula } = suite;
    await suite.test('a link lets someone choose a new password, which ends their sessions', async () => {
        await admin.visit('/users?q=paula');
        await admin.follow('Paula Prize');
        await admin.press('Password reset link');
        const link = await admin.getByLabel('Password reset link').inputValue();
        const elsewhere = await suite.open();
        await elsewhere.visit(new URL(link).pathname);
        await see(suite, elsewhere);
        await fill(elsewhere, { Password: `${PASSWORD} again` });
        await elsewhere.press('Save password');
        await elsewhere.visit('/prompts');
        await paula.visit('/prompts');
        assert.equal(new URL(paula.url()).pathname, '/login');
        await suite.sign_in(paula, 'paula@example.org', `${PASSWORD} again`);
        await suite.close(elsewhere);
    });

    await suite.test('one sees where one is signed in, and ends the others', async () => {
        const elsewhere = await suite.open();
        await suite.sign_in(elsewhere, 'paula@example.org', `${PASSWORD} again`);
        await paula.visit('/account/sessions');
        await paula.sees('This one');
        await paula.press('Sign out all other sessions');
        assert.equal(await paula.locator('tbody tr').count(), 1);
        await elsewhere.visit('/prompts');
        assert.equal(new URL(elsewhere.url()).pathname, '/login');
        await suite.close(elsewhere);
    });

    await suite.test('one changes the own password and stays signed in', async () => {
        await paula.visit('/account/password');
        await fill(paula, { 'Current password': `${PASSWORD} again`, 'New password': PASSWORD });
        await paula.press('Change password');
        await paula.visit('/prompts');
        assert.equal(new URL(paula.url()).pathname, '/prompts');
    });
}

/** The browsers of the tests are in UTC, unless one is opened elsewhere. */
async function time_zone(suite) {
    await suite.test('one chooses the time zone of all days and times', async () => {
        const paula = await suite.open({ timezoneId: 'Asia/Kolkata' });
        await suite.sign_in(paula, 'paula@example.org');
        await paula.visit('/account');
        const zone = paula.getByLabel('Time zone');
        assert.equal(await zone.inputValue(), 'UTC');
        if (suite.has_script) {
            await paula.sees('This browser is in');
            await see(suite, paula);
            await paula.getByRole('button', { name: 'Use this zone' }).click();
            assert.match(await zone.inputValue(), /^Asia\/(Kolkata|Calcutta)$/); // by the browser's age
            assert.equal(await paula.getByText('This browser is in').isVisible(), false);
        } else {
            assert.equal(await paula.getByText('This browser is in').isVisible(), false);
            await zone.selectOption('Asia/Kolkata');
        }
        await paula.press('Save profile');
        assert.match(await paula.locator('#time_zone-hint time').textContent(), / UTC\+5:30$/);
        assert.equal(await paula.getByText('This browser is in').isVisible(), false);
        await paula.visit('/audit');
        await paula.sees(/Days and times are in Asia\/(Kolkata|Calcutta)/);
        assert.match(await paula.locator('main time').first().getAttribute('title'), / UTC\+5:30$/);
        await paula.visit('/account');
        await paula.getByLabel('Time zone').selectOption('UTC');
        await paula.press('Save profile');
        assert.match(await paula.locator('#time_zone-hint time').textContent(), / UTC$/);
        await suite.close(paula);
    });
}

async function ask(suite, admin) {
    const { paula } = suite;
    await suite.test('who may not invite asks, and an administrator decides', async () => {
        await paula.visit('/users');
        await paula.follow('Ask for an invitation');
        await fill(paula, { 'Full name': 'Nora New', Email: 'paula@example.org', Reason: 'Runs the releases' });
        await paula.getByLabel('Persona').selectOption('DevOps Engineer');
        await paula.press('Ask for an invitation', { status: 422 });
        await paula.sees('is a member of your organization already');
        assert.equal(await value_of(paula, 'Reason'), 'Runs the releases');
        await fill(paula, { Email: 'nora@example.org' });
        await paula.press('Ask for an invitation');
        await paula.told('asked to invite Nora New');
        await paula.sees('Waiting', paula.locator('#requests'));
        await see(suite, paula);
        await admin.visit('/users');
        await admin.sees('Runs the releases', admin.locator('#requests'));
        await see(suite, admin);
        await admin.follow('Invite Nora New', { within: admin.locator('#requests') });
        assert.equal(await value_of(admin, 'Full name'), 'Nora New');
        assert.equal(await value_of(admin, 'Email'), 'nora@example.org');
        assert.equal(await admin.getByLabel('Persona', { exact: true }).inputValue(), 'DevOps Engineer');
        await see(suite, admin);
        await admin.visit('/users');
        await admin.press('Decline the request for Nora New');
        await admin.told('The request for Nora New is declined.');
        assert.equal(await admin.locator('#requests').count(), 0);
        await paula.visit('/users');
        await paula.sees('Declined', paula.locator('#requests'));
    });
}

async function phone(suite, admin) {
    await suite.test('the menu of a phone opens', async () => {
        await admin.setViewportSize({ width: 360, height: 740 });
        await admin.visit('/prompts');
        const link = admin.getByRole('link', { name: 'Audit log' });
        assert.equal(await link.isVisible(), false);
        await admin.locator('summary', { hasText: 'Menu' }).click();
        await admin.follow('Audit log');
        assert.equal(new URL(admin.url()).pathname, '/audit');
        await admin.setViewportSize({ width: 1280, height: 800 });
    });
}

/** Leaves suite.admin and suite.paula, a Product Manager, signed in. */
export async function users(suite) {
    suite.admin = await suite.open();
    await suite.sign_in(suite.admin, ADMIN);
    await invite_and_accept(suite, suite.admin);
    await change(suite, suite.admin);
    await deactivate(suite, suite.admin);
    await last_superuser(suite, suite.admin);
    await forgotten(suite, suite.admin);
    await time_zone(suite);
    await ask(suite, suite.admin);
    await phone(suite, suite.admin);
}
