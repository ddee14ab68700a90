{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/sets">Test sets</a> / <a href="{{BASE}}" dir="auto">{{PATH_TO}}{{LEAF}}</a></p><h1>Export</h1><p class="lead">The cases of this test set as a file. Import reads each of these again.</p></div>
</div>
<div class="stack">
<section class="panel" aria-labelledby="cases-title"><div class="panel-head"><h2 id="cases-title">Cases</h2></div><div class="panel-body"><dl class="facts">{{#EXPORT}}<dt><a href="{{EXPORT_URL}}">{{TITLE}}</a></dt><dd>{{HINT}}</dd>{{/EXPORT}}</dl></div></section>
<section class="panel" aria-labelledby="record-title"><div class="panel-head"><h2 id="record-title">Everything</h2></div><div class="panel-body"><dl class="facts"><dt><a href="{{BASE}}/export">Rostrum (JSON)</a></dt><dd>All versions, labels and settings, for Import in the menu.</dd></dl></div></section>
</div>
