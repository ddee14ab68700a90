{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/prompts">Prompts</a></p><h1>New prompt</h1>{{#COPIED}}<p class="lead">A copy of <bdi>{{SOURCE_NAME}}</bdi>. Nothing is saved before you create it.</p>{{/COPIED}}</div>
</div>
<nav class="tabs" aria-label="Type of prompt"><a href="/prompts/new"{{#TYPE_TEXT}} aria-current="page"{{/TYPE_TEXT}}>Text</a><a href="/prompts/new?type=chat"{{#TYPE_CHAT}} aria-current="page"{{/TYPE_CHAT}}>Chat</a></nav>
<form class="stack editor" method="post" action="/prompts/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{>EDITOR_BAR}}
</form>
