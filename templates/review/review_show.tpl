{{%AUTOESCAPE context="HTML"}}
{{! One access review as review_view.h says, TITLE; IS_SIGNED, IS_PREPARED, IS_UNFINISHED or IS_STALE; DIFFERENT (CHANGES); NOTE. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/access">Access review</a></p>
<h1>{{TITLE}}</h1>
<div class="meta">{{#IS_SIGNED}}<span class="chip state">Signed</span><span>by <bdi>{{SIGNED_BY}}</bdi>{{#SIGNED}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SIGNED}}</span>{{/IS_SIGNED}}{{#IS_PREPARED}}<span class="chip state wait">Not signed</span>{{/IS_PREPARED}}{{#IS_STALE}}<span class="chip state bad">Out of date</span>{{/IS_STALE}}{{#IS_UNFINISHED}}<span class="chip state off">Not finished</span>{{/IS_UNFINISHED}}</div>
</div>
<div class="actions"><a class="btn" href="{{REVIEW_URL}}/csv"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>CSV</a></div>
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#IS_UNFINISHED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>This review was not prepared to its end, and can't be signed. <a href="/settings/access">Prepare another one</a>.</div></div>{{/IS_UNFINISHED}}
<section class="panel"><div class="panel-head"><h2>What was reviewed</h2></div><div class="panel-body stack"><dl class="facts"><dt>As of</dt><dd>{{#STARTED}}<time datetime="{{ISO}}">{{EXACT}}</time>{{/STARTED}}, prepared by <bdi>{{STARTED_BY}}</bdi></dd><dt>People</dt><dd>{{PERSON_COUNT}}, of them {{ADMIN_COUNT}} administrators</dd><dt>Need a look</dt><dd>{{FLAGGED_COUNT}}</dd><dt>API tokens</dt><dd>{{TOKEN_COUNT}}</dd><dt>SHA-256 of the file</dt><dd class="mono">{{SHA256}}</dd>{{#IS_SIGNED}}{{#NOTED}}<dt>Note</dt><dd class="written"><bdi>{{NOTE:pre_escape}}</bdi></dd>{{/NOTED}}{{/IS_SIGNED}}</dl>
{{#ERASED}}<p class="muted">{{COUNT}} of them were erased since. Their lines are gone from the file, which therefore has another hash now.</p>{{/ERASED}}</div></section>
{{#DIFFERENT}}<section class="panel" id="since"><div class="panel-head"><h2>Changed since</h2></div><div class="panel-body stack">
{{>CHANGES}}
</div></section>{{/DIFFERENT}}
{{#IS_STALE}}<form class="form" method="post" action="/settings/access/prepare"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Access changed since this was prepared. Prepare it again before you sign.</div></div>
<div class="field"><label for="note">Note <span class="optional">optional</span></label><textarea class="few" id="note" name="note" maxlength="1000" dir="auto">{{BI_NEWLINE}}{{NOTE:pre_escape}}</textarea></div>
<div class="form-actions"><button class="btn primary">Prepare it again</button><a class="btn quiet" href="/settings/access">Cancel</a></div></form>{{/IS_STALE}}
{{#IS_PREPARED}}<form class="form" method="post" action="{{REVIEW_URL}}/sign" data-guard><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="note">Note <span class="optional">optional</span></label><textarea class="few" id="note" name="note" maxlength="1000" dir="auto" aria-describedby="note-hint{{#NOTE_ERROR}} note-error{{/NOTE_ERROR}}"{{#NOTE_ERROR}} aria-invalid="true"{{/NOTE_ERROR}}>{{BI_NEWLINE}}{{NOTE:pre_escape}}</textarea>{{#NOTE_ERROR}}<p class="field-error" id="note-error">{{MESSAGE}}</p>{{/NOTE_ERROR}}<p class="hint" id="note-hint">What you looked at, and what you took back. It is kept with the review.</p></div>
<div class="form-actions"><button class="btn primary">Sign the review</button><a class="btn quiet" href="/settings/access">Cancel</a></div></form>{{/IS_PREPARED}}
</div>
