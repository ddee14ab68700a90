{{%AUTOESCAPE context="HTML"}}
{{! Changing a service account: as in the list, and OWNER_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/service-accounts">Service accounts</a></p>
<h1><bdi>{{ACCOUNT_NAME}}</bdi></h1>
<p class="lead">{{PERSONA}} · {{TOKEN_COUNT}}</p>
</div>
</div>
<div class="stack">
<form class="form" method="post" action="/settings/service-accounts/{{ACCOUNT_ID}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="responsible_id">Responsible person</label><select id="responsible_id" name="responsible_id" required{{#RESPONSIBLE_ID_ERROR}} aria-invalid="true" aria-describedby="responsible_id-error"{{/RESPONSIBLE_ID_ERROR}}><option value="">Choose a person</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#RESPONSIBLE_ID_ERROR}}<p class="field-error" id="responsible_id-error">{{MESSAGE}}</p>{{/RESPONSIBLE_ID_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Save</button><a class="btn quiet" href="/settings/service-accounts">Cancel</a></div>
</form>
<section class="panel danger-zone" aria-labelledby="end-title"><div class="panel-head"><h2 id="end-title">Deactivate</h2></div><div class="panel-body stack"><p>Its tokens are refused at their next request. A deactivated service account can't be activated again.</p><form method="post" action="/settings/service-accounts/{{ACCOUNT_ID}}/deactivate"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Deactivate service account</button></form></div></section>
</div>
