// Single sign-on in a browser, with the real provider of tests/http/sso_provider.mjs: our policy of
// contents lets the browser leave and come back, by itself where there are scripts.

import assert from 'node:assert/strict';
import { freePort } from '../http/server.mjs';
import { client, startProvider } from '../http/sso_provider.mjs';
import { look } from './look.mjs';
import { fill, PASSWORD } from './suite.mjs';

let provider = null;

/** What the server is started with. */
export async function sso_options() {
    const port = await freePort();
    provider = await startProvider(`http://127.0.0.1:${port}/login/sso/callback`);
    provider.people.set('una', { email: 'una@example.org', email_verified: true });
    return { port, env: { ROSTRUM_SSO_HOSTS: `127.0.0.1:${provider.port}` } };
}

async function set_up(suite) {
    const page = await suite.open();
    await page.visit(suite.server.setupUrl.slice(suite.origin.length));
    await fill(page, { Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: 'ada@example.org', Password: PASSWORD });
    await page.press('Set up Rostrum');
    const link = await suite.invite(page, { name: 'Una Field', email: 'una@example.org', persona: 'Customer Admin' });
    return suite.accept(link);
}

/** In a browser that may go elsewhere, from the sign-in page to the page that was asked for. */
async function come_in(suite, has_script) {
    const context = await suite.browser.newContext({ javaScriptEnabled: has_script });
    const page = await context.newPage();
    await page.goto(`${suite.origin}/login?next=/prompts`);
    await page.getByRole('link', { name: 'Sign in with SSO' }).click();
    await page.getByLabel('Short name').fill('lighthouse');
    await page.getByRole('button', { name: 'Continue' }).click();
    if (!has_script) await page.getByRole('link', { name: 'Continue to the provider' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.locator('input[name=login]').fill('una');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.locator('button[type=submit]').click(); // it may tell Rostrum
    if (!has_script) {
        await page.waitForURL((url) => url.origin === suite.origin);
        await page.getByRole('button', { name: 'Continue' }).click();
    }
    await page.waitForURL(`${suite.origin}/prompts`);
    assert.match(await page.textContent('body'), /Una Field/);
    await context.close();
}

export async function sso(suite) {
    const page = await set_up(suite);
    await suite.test('a provider is set up and checked', async () => {
        await page.visit('/settings/sso');
        await look(page);
        await fill(page, { Issuer: provider.issuer, 'Client ID': client.client_id, 'Client secret': client.client_secret });
        await page.press('Save single sign-on');
        await page.press('Check connection');
        await look(page);
        assert.equal(await page.locator('#check li').count(), 4);
        await page.sees('Works');
    });
    await suite.test('the way to the provider and back goes by itself', () => come_in(suite, true));
    await suite.test('without scripts it is two clicks more', () => come_in(suite, false));
    await suite.test('the pages on the way look right', async () => {
        await page.visit('/login/sso');
        await look(page);
        await page.visit('/login/sso?organization=nobody', 422);
        await look(page);
        const still = await suite.open({ javaScriptEnabled: false }); // they would go on
        await still.visit('/login/sso?organization=lighthouse');
        await still.sees('Continue to the provider');
        await still.visit('/login/sso/callback?code=a&state=b');
        await still.sees('The sign-in provider sent you back');
        await suite.close(still);
    });
    await provider.stop();
}
