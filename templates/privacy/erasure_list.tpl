{{%AUTOESCAPE context="HTML"}}
{{! Requests to erase a person: TABLE (ROW as erasure_view.h says), EMPTY; GRACE_DAYS. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Erasure</h1>
<p class="lead">An erased person can't be read anywhere any more: their key is destroyed, and what they wrote shows "Erased user". It takes two administrators, and can be undone until the grace period ends. Begin at the person's page, under <a href="/users">People</a>; the second administrator decides under <a href="/approvals">Approvals</a>.</p>
</div>
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#TABLE}}<table class="list"><caption class="sr">Requests, newest first</caption>
<thead><tr><th scope="col">Person</th><th scope="col">State</th><th scope="col">Asked by</th><th scope="col">Asked</th><th scope="col">Due</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{CASE_URL}}">{{PERSON}}</a></div></td><td data-label="State"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span></td><td data-label="Asked by">{{ASKED_BY}}</td><td class="when" data-label="Asked">{{#ASKED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}</td><td class="when" data-label="Due">{{#DUE}}<time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>{{/DUE}}</td></tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#users"></use></svg>
<h2>Nobody is to be erased</h2><p>People ask under "Your data" in their account.</p></section>{{/EMPTY}}
<section class="panel"><div class="panel-head"><h2>Grace period</h2></div><div class="panel-body"><form class="form" method="post" action="/settings/erasure"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="days">Days</label><input class="short" id="days" name="days" type="number" min="{{DAYS_MIN}}" max="{{DAYS_MAX}}" value="{{GRACE_DAYS}}" required aria-describedby="days-hint{{#DAYS_ERROR}} days-error{{/DAYS_ERROR}}"{{#DAYS_ERROR}} aria-invalid="true"{{/DAYS_ERROR}}>{{#DAYS_ERROR}}<p class="field-error" id="days-error">{{MESSAGE}}</p>{{/DAYS_ERROR}}<p class="hint" id="days-hint">{{DAYS_RANGE}} days. How long an approved erasure can still be undone.</p></div>
<div class="form-actions"><button class="btn primary">Save grace period</button></div></form></div></section>
</div>
