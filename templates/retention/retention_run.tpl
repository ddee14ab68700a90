{{%AUTOESCAPE context="HTML"}}
{{! One run (retention_view_run): TITLE, RULES, KEPT_COUNT, MEASURED, ENDED, COUNTING, MANIFEST, CERTIFICATE, DRY, APPROVAL (approval_view.h), ASK, KIND, LINES with LINE, MORE, FIRST. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/retention">Retention</a></p>
<h1>{{TITLE}}</h1>
<div class="meta"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span><span>begun <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span></div>
</div>
{{#CERTIFICATE}}<div class="actions"><a class="btn" href="{{CERTIFICATE_URL}}" download>Download certificate</a></div>{{/CERTIFICATE}}
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#COUNTING}}<section class="panel"><div class="panel-body"><p role="status">{{DUE_COUNT}} due so far. Nothing is deleted. You can leave this page: <a href="/settings/retention">Retention</a> leads back to it.</p></div></section>
<form class="inline" method="post" action="{{CONTINUE_URL}}" data-continue><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Continue counting</button></form>{{/COUNTING}}
{{#IS_STOPPED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>Nothing was deleted.</strong> What is due differs from the dry run by more than a tenth. Make a new dry run and have it approved.</div></div>{{/IS_STOPPED}}
{{#IS_DELETING}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div><strong>{{DELETED_COUNT}} of {{DUE_COUNT}} deleted.</strong> The timer carries it out; reload this page to see how far it is.</div></div>{{/IS_DELETING}}
{{#APPROVAL}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div><a href="{{APPROVAL_URL}}">Request to carry it out</a>: {{STATE}}.{{#IS_APPROVED}} The timer deletes these rows at its next run.{{/IS_APPROVED}}</div></div>{{/APPROVAL}}
<section class="panel"><div class="panel-body"><dl class="facts"><dt>Rules</dt><dd>{{RULES}}</dd>{{#MEASURED}}<dt>Measured at</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/MEASURED}}{{#ENDED}}<dt>Ended</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></dd>{{/ENDED}}{{#DRY}}<dt>Dry run</dt><dd><a href="{{DRY_URL}}">The list that was approved</a></dd>{{/DRY}}<dt>Due</dt><dd>{{DUE_COUNT}}</dd><dt>On hold</dt><dd>{{HELD_COUNT}}</dd>{{#IS_LIVE}}<dt>Kept</dt><dd>{{KEPT_COUNT}}</dd><dt>Deleted</dt><dd>{{DELETED_COUNT}}</dd>{{/IS_LIVE}}{{#MANIFEST}}<dt>Manifest (SHA-256)</dt><dd><span class="mono">{{HASH}}</span> <a href="{{MANIFEST_URL}}" download>Download the list</a></dd>{{/MANIFEST}}</dl></div></section>
{{#ASK}}<section class="panel" aria-labelledby="ask-title"><div class="panel-head"><h2 id="ask-title">Delete these rows</h2></div><div class="panel-body"><form class="form" method="post" action="{{ASK_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}">
<p>Another administrator has to approve it; then the timer deletes what is listed here. It can't be undone.</p>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" required dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Ask for approval</button></div></form></div></section>{{/ASK}}
<section aria-labelledby="kinds-title"><div class="section-head"><h2 id="kinds-title">By kind</h2></div>
{{#NO_LINES}}<p class="muted">Nothing is listed.</p>{{/NO_LINES}}
<ul class="rows">{{#KIND}}<li><b>{{KIND_TITLE}}</b> <span class="muted">{{ACTION}}: {{DUE}} due, {{HELD}} on hold, {{KEPT}} kept, {{DELETED}} deleted</span></li>
{{/KIND}}</ul></section>
{{#LINES}}<section aria-labelledby="lines-title"><div class="section-head"><h2 id="lines-title">Line by line</h2></div>
<table class="list"><caption class="sr">Rows, the longest due of each kind first</caption>
<thead><tr><th scope="col" class="num">No.</th><th scope="col">Row</th><th scope="col">Kind</th><th scope="col">Since</th><th scope="col">State</th></tr></thead>
<tbody>
{{#LINE}}<tr><td class="num" data-label="No.">{{POSITION}}</td><td class="primary"><div class="title">{{NOUN}} <span dir="auto">{{NAME}}</span>{{VERSION}}</div></td><td data-label="Kind">{{KIND_TITLE}}</td><td class="when" data-label="Since"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td><td data-label="State"><span class="chip state {{OUTCOME_CLASS}}">{{OUTCOME}}</span></td></tr>
{{/LINE}}</tbody></table>
<p>{{#FIRST}}<a class="btn small" href="{{FIRST_URL}}">First page</a> {{/FIRST}}{{#MORE}}<a class="btn small" rel="next" href="?after={{NEXT}}">More</a>{{/MORE}}</p></section>{{/LINES}}
</div>
