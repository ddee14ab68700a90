{{%AUTOESCAPE context="HTML"}}
{{! Single sign-on that did not work: MESSAGE. }}
<h1>You are not signed in</h1>
<p>{{MESSAGE}}</p>
<div class="form-actions"><a class="btn primary" href="/login/sso">Try again</a><a class="btn quiet" href="/login">Sign in with a password</a></div>
<p class="hint">If you ask someone for help, give them this number: <code>{{REQUEST_ID}}</code></p>
