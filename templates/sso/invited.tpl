{{%AUTOESCAPE context="HTML"}}
{{! An invitation to an organization whose people sign in through its provider alone. ORGANIZATION ADDRESS SLUG. }}
<h1>Join {{ORGANIZATION}}</h1>
<p>You are invited to Rostrum as <strong>{{ADDRESS}}</strong>. The people of {{ORGANIZATION}} sign in with its single sign-on: no password is needed here.</p>
<div class="form-actions"><a class="btn primary" href="/login/sso?organization={{SLUG:url_query_escape}}">Sign in with SSO</a></div>
<p class="hint">Its short name, for the next time, is <strong>{{SLUG}}</strong>.</p>
