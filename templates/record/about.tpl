{{%AUTOESCAPE context="HTML"}}
{{! What is beside the content of a record; filled by record_about_show(). }}
<section><h2>About</h2><dl class="facts"><dt>Name</dt><dd>{{FULL_NAME}}</dd><dt>Owner</dt><dd>{{OWNER}}</dd>{{#CREATED}}<dt>Created</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/CREATED}}{{#ARCHIVED_AT}}<dt>Archived</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/ARCHIVED_AT}}</dl></section>
<section><div class="section-head"><h2>Labels</h2><a href="{{BASE}}/releases">Manage</a></div><div class="chips"><span class="chip label latest">latest <b>v{{CURRENT_VERSION}}</b></span>{{#LABEL}}<span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}} <b>v{{LABEL_VERSION}}</b></span>{{/LABEL}}</div></section>
<section><h2>Tags</h2><div class="chips">{{#TAG}}<a class="chip tag" href="{{LIST_URL}}?tag={{TAG_NAME:url_query_escape}}">{{TAG_NAME}}</a>{{/TAG}}</div>{{#NO_TAGS}}<p class="muted">None.</p>{{/NO_TAGS}}</section>
<section><h2>Use in code</h2><p class="hint">By name, at the label <code>{{CODE_LABEL}}</code>, with an <a href="/account/tokens">API token</a>. <a href="/help/api">API reference</a></p>
<details><summary>curl</summary><div class="code"><pre>{{CODE_CURL:pre_escape}}</pre></div></details>
<details><summary>Python</summary><div class="code"><pre>{{CODE_PYTHON:pre_escape}}</pre></div></details>
<details><summary>JavaScript</summary><div class="code"><pre>{{CODE_FETCH:pre_escape}}</pre></div></details></section>
{{>RECENT_PART}}
