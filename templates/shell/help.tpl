{{%AUTOESCAPE context="HTML"}}
{{! The page of help: the words of the product, and the keys as shell/keys.tpl . }}
<div class="page-head"><div><h1>Help</h1></div></div>
<div class="split">
<div class="stack">
<section><h2>Terms</h2>
<dl class="facts">
<dt>Prompt</dt><dd>A text or a chat with <code>&#123;&#123;variables&#125;&#125;</code>. Every save makes a version, which never changes.</dd>
<dt>Label</dt><dd>A name for one version of a prompt, such as <code>production</code>. Programs ask for the label; moving it is the release. A protected label needs a second person.</dd>
<dt>Agent</dt><dd>A model with instructions or a prompt, tools and limits. Its config has versions like a prompt.</dd>
<dt>Secret</dt><dd>Keys and passwords stay outside. A config names them: <code>&#123;"secret": "CRM_TOKEN"&#125;</code> for a whole value, <code>Bearer $&#123;secret:CRM_TOKEN&#125;</code> within a text. Placeholders such as <code>$&#123;TOKEN&#125;</code>, <code>$&#123;input:key&#125;</code> and <code>&lt;token&gt;</code> are kept as they are.</dd>
<dt>Team</dt><dd>Agents that work together, in the way its kind says.</dd>
<dt>Archive</dt><dd>Hides a record and keeps everything. Restore brings it back.</dd>
<dt>Audit log</dt><dd>Who did what and when. Nothing in it can be changed.</dd>
</dl>
</section>
<section><h2>Common tasks</h2>
<ul>
<li>Find out what changed: <a href="/">Home</a> shows the latest changes.</li>
<li>Release a prompt: open it, choose Releases, move <code>production</code> or propose the move.</li>
<li>See who uses a prompt: its page lists prompts, agents, teams and test sets.</li>
<li>Bring in what you have, from Langfuse, Claude, CrewAI and others: <a href="/import">Import</a> shows what would happen before anything does.</li>
<li>Use it in a program: the <a href="/help/api">API reference</a>.</li>
<li>Begin from something good: <a href="/starters">Starters</a>.</li>
<li>Read all days and times where you are: choose a time zone in <a href="/account">your profile</a>.</li>
</ul>
</section>
</div>
<aside class="aside" aria-label="Keyboard"><section><h2>Keyboard shortcuts</h2>
{{>KEYS}}
<p class="hint">They need JavaScript. <kbd>?</kbd> shows them anywhere, with a switch that turns them off.</p>
</section></aside>
</div>
