{{%AUTOESCAPE context="HTML"}}
{{! Superuser rights for one person (user_view.h): HAS_FORM with ASK (REASON) or APPROVED (approval_view.h), WAITS, ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>Superuser rights</h1>
<p class="lead">A superuser may do everything, in every organization. It takes two people: you ask, and another administrator approves.</p>
</div>
</div>
{{#WAITS}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>{{ASKED_BY}} asked for it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}. <a href="{{APPROVAL_URL}}">See the request</a></div></div>{{/WAITS}}
{{#HAS_FORM}}<form class="form" method="post" action="/users/{{ID}}/superuser">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#APPROVED}}<div class="callout success"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div><a href="{{APPROVAL_URL}}">Approved</a>{{#DECIDED}} by {{DECIDED_BY}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DECIDED}}. Their sessions end when you give them the rights.</div></div>{{/APPROVED}}
{{#ASK}}<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" dir="auto" autocomplete="off" required{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>{{/ASK}}
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">{{#ASK}}Ask for approval{{/ASK}}{{#APPROVED}}Make superuser{{/APPROVED}}</button><a class="btn quiet" href="/users/{{ID}}">Cancel</a></div>
</form>{{/HAS_FORM}}
