{{%AUTOESCAPE context="HTML"}}
{{! A copy of everything about a person (user_view.h): ACTION, ASK_PASSWORD; OF_OTHER, or OWN with MAY_ASK or UNDER_WAY (erasure_view.h, MAY_KEEP). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
{{#OF_OTHER}}<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>{{/OF_OTHER}}
<h1>{{#OWN}}Your data{{/OWN}}{{#OF_OTHER}}Personal data{{/OF_OTHER}}</h1>
<p class="lead">One JSON file with a manifest: the profile, sessions, what is owned, what was written, comments, requests and events. Passwords and keys are not in it.</p>
</div>
</div>
<div class="stack">
<form class="form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Download</button></div>
</form>
{{#OWN}}<section class="panel"><div class="panel-head"><h2>Erasure</h2></div><div class="panel-body stack">
{{#MAY_ASK}}<p>Your administrators can erase you: your name, address and everything that only concerns you become unreadable, and you can't sign in any more.</p><form class="inline" method="post" action="/account/data/erase"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Ask to be erased</button></form>{{/MAY_ASK}}
{{#UNDER_WAY}}<p><span class="chip state {{STATE_CLASS}}">{{STATE}}</span>{{#DUE}} It can be undone until <time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>: ask an administrator.{{/DUE}}</p>{{#MAY_KEEP}}<form class="inline" method="post" action="/account/data/keep"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Take it back</button></form>{{/MAY_KEEP}}{{/UNDER_WAY}}
</div></section>{{/OWN}}
</div>
