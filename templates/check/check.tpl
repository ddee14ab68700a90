{{%AUTOESCAPE context="HTML"}}
<div class="page-head"><div><h1>Security</h1><p class="lead">{{#ALL_WELL}}All {{CHECK_COUNT}} checks are as they should be.{{/ALL_WELL}}{{#SOME_OPEN}}{{OPEN_COUNT}} of {{CHECK_COUNT}} checks ask for something to be done.{{/SOME_OPEN}} They look at the installation as it runs now.</p></div></div>
<div class="stack">
{{#CHECK_GROUP}}<section class="panel"><div class="panel-head"><h2>{{GROUP_TITLE}}</h2></div>
<ul class="rows panel-body checks">
{{#CHECK}}<li><span class="chip state {{CHECK_CSS}}">{{CHECK_WORD}}</span><div><b>{{CHECK_TITLE}}</b><p>{{FINDING}}</p>{{#TO_DO}}<p class="muted">{{REMEDY}}</p>{{/TO_DO}}</div></li>
{{/CHECK}}</ul></section>
{{/CHECK_GROUP}}</div>
