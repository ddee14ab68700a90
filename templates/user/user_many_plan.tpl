{{%AUTOESCAPE context="HTML"}}
{{! What a list of people would do. LINE (NUMBER NAME EMAIL_ADDRESS, PERSONA_CHIP (PERSONA) or LEFT_OUT (PROBLEM KNOWN (ID))); GOOD, SOME_LEFT (LEFT); MAY_INVITE or NOBODY; LIST, PERSONA_OF_REST for the form. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/many">Invite from a list</a></p>
<h1>{{#MAY_INVITE}}Invite {{GOOD}}?{{/MAY_INVITE}}{{#NOBODY}}Nobody to invite{{/NOBODY}}</h1>
<p class="lead">{{#MAY_INVITE}}Nobody is invited yet.{{/MAY_INVITE}}{{#SOME_LEFT}} {{LEFT}} will be left out.{{/SOME_LEFT}}</p>
</div>
</div>
<table class="list"><caption class="sr">What each line will do</caption>
<thead><tr><th scope="col">Line</th><th scope="col">Person</th><th scope="col">What happens</th></tr></thead>
<tbody>
{{#LINE}}<tr><td data-label="Line">{{NUMBER}}</td><td class="primary"><span class="title"><bdi>{{NAME}}</bdi></span><span class="sub"><bdi>{{EMAIL_ADDRESS}}</bdi></span></td><td data-label="What happens">{{#PERSONA_CHIP}}<div class="chips"><span class="chip state">Invite</span><span class="chip persona">{{PERSONA}}</span></div>{{/PERSONA_CHIP}}{{#LEFT_OUT}}<span class="chip state off">Left out</span> <bdi>{{PROBLEM}}</bdi>{{#KNOWN}} <a href="/users/{{ID}}">See them</a>{{/KNOWN}}{{/LEFT_OUT}}</td></tr>
{{/LINE}}
</tbody></table>
<form class="form" method="post" action="/users/many">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="user_persona" value="{{PERSONA_OF_REST}}"><textarea name="list" hidden>{{BI_NEWLINE}}{{LIST:pre_escape}}</textarea>
<div class="form-actions">{{#MAY_INVITE}}<button class="btn primary" name="act" value="invite">Invite {{GOOD}}</button><button class="btn" name="act" value="change">Change the list</button>{{/MAY_INVITE}}{{#NOBODY}}<button class="btn primary" name="act" value="change">Change the list</button>{{/NOBODY}}<a class="btn quiet" href="/users">Cancel</a></div>
</form>
