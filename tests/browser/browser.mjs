// Debian's Chromium, and what every page must keep to whatever a test does with it: no request to
// another host, nothing in the console, no refused style or script, no answer of 500 or more.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const TIMEOUT_MS = 60000;

// The shell has the engine and no windows of its own, and takes half of the processor time.
const programs = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'];

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM || programs.find((path) => existsSync(path)),
        args: [
            '--no-sandbox', // Chromium asks for it where the tests run as root
            '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync',
        ],
    });
}

/** Every HTML answer seen by the tests, once, for the Nu HTML checker: address and status to text. */
export const documents = new Map();

const kept = new Set();

// A page that opens again with another token, at another time, is the same page.
function keep(name, text) {
    const same = text.replace(/(name="csrf" value=")[^"]*/g, '$1').replace(/<time .*?<\/time>/gs, '');
    const hash = createHash('sha256').update(same).digest('base64');
    if (!kept.has(hash)) documents.set(name, text);
    kept.add(hash);
}

/** What went wrong on any page, as lines of text. */
export const complaints = [];

const is_document = (request) => request.isNavigationRequest() && request.frame().parentFrame() === null;

function watch_requests(page, origin) {
    page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(`${origin}/`) && !/^(data|about|blob):/.test(url))
            complaints.push(`${page.url()} asked another host: ${url}`);
    });
    page.on('requestfailed', (request) => {
        if (request.failure()?.errorText !== 'net::ERR_ABORTED')
            complaints.push(`${request.url()} failed: ${request.failure()?.errorText}`);
    });
}

// Passwords are hashed one at a time; on a slow machine a form may have to be sent again.
const is_busy = (response) => response.status() === 503 && response.headers()['retry-after'] === '2';

const passwords_of = (page) => page.locator('input[type=password]').evaluateAll((inputs) =>
    inputs.filter((input) => input.value).map(({ id, value }) => ({ id, value })));

function watch_answers(page) {
    page.on('response', async (response) => {
        const request = response.request();
        if (response.status() >= (is_document(request) ? 500 : 400) && !is_busy(response))
            complaints.push(`${request.method()} ${response.url()} answered ${response.status()}`);
        const type = response.headers()['content-type'] ?? '';
        if (is_document(request) && type.startsWith('text/html')) {
            const text = await response.text().catch(() => ''); // gone if the page moved on already
            if (text) keep(`${response.status()} ${response.url()} ${documents.size}`, text);
        }
    });
}

// Chromium itself notes in the console that a document came with a status of 400 or more.
const is_status_note = (message, page) => message.text().startsWith('Failed to load resource') &&
    message.location().url.split('#')[0] === page.url().split('#')[0];

function watch_console(page) {
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !is_status_note(message, page))
            complaints.push(`${page.url()} console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`${page.url()} threw: ${error.message}`));
}

/**
 * A browser of one person: cookies of its own. options go to Playwright's newContext(). The result
 * is its one page, with page.visit(path), page.press(name) and page.sees(text) added.
 */
export async function open_page(browser, origin, options = {}) {
    const context = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(TIMEOUT_MS);
    const page = await context.newPage();
    watch_requests(page, origin);
    watch_answers(page);
    watch_console(page);
    return Object.assign(page, {
        /** Opens a path of ours and checks the status. */
        async visit(path, status = 200) {
            const response = await page.goto(path);
            expect_status(response, status);
            return response;
        },
        /**
         * Presses a button, waits for the page it leads to and checks its status, unless that is
         * null. options: role, status, within (a locator), exact.
         */
        async press(name, { role = 'button', status = 200, within = page, exact = true } = {}) {
            const target = within.getByRole(role, { name, exact }).first();
            const passwords = await passwords_of(page);
            if (passwords.length > 0) page.secret = passwords.at(-1).value;
            const click = () => Promise.all([page.waitForNavigation(), target.click()]);
            let [response] = await click();
            for (let i = 0; response && is_busy(response) && i < 120; i += 1) {
                await page.waitForTimeout(1000);
                for (const { id, value } of passwords) await page.locator(`#${id}`).fill(value);
                [response] = await click();
            }
            if (response && await is_asked(page, response)) response = await confirm(page);
            if (response) expect_status(response, status);
            return response;
        },
        /** Presses a button whose answer is a file. */
        async download(name) {
            const download = page.waitForEvent('download');
            await page.getByRole('button', { name, exact: true }).click();
            const asked = page.getByRole('heading', { name: 'Confirm your password' });
            await Promise.race([download, asked.waitFor()]);
            if (await asked.isVisible()) await enter_password(page);
            return download;
        },
        follow(name, options) {
            return page.press(name, { role: 'link', ...options });
        },
        /** Account, help, colors and sign-out are in it. */
        async open_account_menu() {
            await page.locator('.me > summary').click();
        },
        /** Opens the menu behind the dots in the head of a record. */
        async open_more() {
            await page.locator('details.more > summary').click();
        },
        /** Waits until some text is visible. */
        async sees(text, within = page) {
            await within.getByText(text).filter({ visible: true }).first().waitFor();
        },
        /** The flash message or the summary of a refused form. */
        async told(text) {
            const box = page.locator('[role=status], [role=alert]').filter({ hasText: text });
            await box.first().waitFor();
        },
    });
}

/** Who signed in more than five minutes ago is asked for the password before some things. */
async function is_asked(page, response) {
    if (response.status() !== 422 || page.secret === undefined) return false;
    return await page.locator('h1').first().innerText() === 'Confirm your password';
}

async function enter_password(page) {
    await page.locator('#current_password').fill(page.secret);
    await page.getByRole('button', { name: 'Confirm and continue' }).click();
}

async function confirm(page) {
    const [response] = await Promise.all([page.waitForNavigation(), enter_password(page)]);
    return response;
}

function expect_status(response, status) {
    if (status !== null && response.status() !== status)
        throw new Error(`${response.request().method()} ${response.url()}: ` +
            `status ${response.status()}, expected ${status}`);
}

/** Where a page is and what it says, for the report of a failure. */
export async function describe(page) {
    const text = await page.locator('body').innerText({ timeout: 1000 });
    return `at ${page.url()} "${await page.title()}":\n${text.replaceAll(/\n+/g, " | ").slice(0, 700)}`;
}
