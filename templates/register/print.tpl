{{%AUTOESCAPE context="HTML"}}
{{! The register to print; filled by page_register_print(): SYSTEM as register_row.h says. }}
<div class="page-head"><div><p class="crumbs"><a href="{{LIST_URL}}">Register</a></p><h1>Register of AI systems</h1><p class="lead">{{ORGANIZATION}}, {{TODAY}}. Named after Articles 26 and 49 and Annex VIII of Regulation (EU) 2024/1689. Empty lines are to be filled in.</p></div></div>
{{#CUT}}<p>These are the first {{SHOWN}} of {{COUNT}} AI systems. Filter the <a href="{{LIST_URL}}">register</a> to print others; its CSV has all of them.</p>{{/CUT}}
<div class="stack printed">
{{#SYSTEM}}<section class="panel"><div class="panel-head"><h2 dir="auto">{{NAME}}</h2><span class="muted">{{KIND}}</span></div><div class="panel-body">
<dl class="facts">
<dt>Purpose (Annex VIII A 5, B 5)</dt><dd dir="auto">{{#HAS_PURPOSE}}<span class="written">{{PURPOSE:pre_escape}}</span>{{/HAS_PURPOSE}}{{#NO_PURPOSE}}<span class="blank"></span>{{/NO_PURPOSE}}</dd>
<dt>Data categories (Annex VIII A 6; Article 26(4))</dt><dd dir="auto">{{#HAS_DATA}}<span class="written">{{DATA_CATEGORIES:pre_escape}}</span>{{/HAS_DATA}}{{#NO_DATA}}<span class="blank"></span>{{/NO_DATA}}</dd>
<dt>Model and its provider (Annex VIII A 6)</dt><dd>{{MODELS}}</dd>
<dt>Affected people (Article 26(7), 26(11))</dt><dd dir="auto">{{#HAS_PEOPLE}}<span class="written">{{AFFECTED_PEOPLE:pre_escape}}</span>{{/HAS_PEOPLE}}{{#NO_PEOPLE}}<span class="blank"></span>{{/NO_PEOPLE}}</dd>
<dt>Human oversight (Article 26(2))</dt><dd>{{#HAS_OVERSIGHT}}<bdi>{{OVERSIGHT}}</bdi>{{/HAS_OVERSIGHT}}{{#NO_OVERSIGHT}}<span class="blank"></span>{{/NO_OVERSIGHT}}</dd>
<dt>Risk class (Articles 5, 6, 50, 51)</dt><dd>{{RISK}}</dd>
<dt>Reason for the risk class (Article 6(4); Annex VIII B 6, B 7)</dt><dd dir="auto">{{#HAS_REASON}}<span class="written">{{RISK_REASON:pre_escape}}</span>{{/HAS_REASON}}{{#NO_REASON}}<span class="blank"></span>{{/NO_REASON}}</dd>
<dt>Status (Annex VIII A 7, B 8)</dt><dd>{{STATUS}}</dd>
<dt>Next review (Article 26(5))</dt><dd>{{#HAS_REVIEW}}{{REVIEW}}{{#IS_OVERDUE}}, overdue{{/IS_OVERDUE}}{{/HAS_REVIEW}}{{#NO_REVIEW}}<span class="blank"></span>{{/NO_REVIEW}}</dd>
<dt>Owner</dt><dd><bdi>{{OWNER}}</bdi></dd>
<dt>Provider, address, contact (Annex VIII A 1 to 3)</dt><dd><span class="blank"></span></dd>
<dt>Deployer, address, contact (Annex VIII C 1, C 2)</dt><dd><span class="blank"></span></dd>
<dt>Entry in the EU database (Annex VIII C 3)</dt><dd><span class="blank"></span></dd>
<dt>Fundamental rights impact assessment (Article 27; Annex VIII C 4)</dt><dd><span class="blank"></span></dd>
<dt>Data protection impact assessment (Article 26(9); Annex VIII C 5)</dt><dd><span class="blank"></span></dd>
</dl>{{#HAS_ENTRY}}<p class="muted">Version {{ENTRY_NUMBER}} of the entry, saved by <bdi>{{ENTRY_AUTHOR}}</bdi>, <time datetime="{{ENTRY_SAVED}}">{{ENTRY_SAVED}}</time>.</p>{{/HAS_ENTRY}}</div></section>
{{/SYSTEM}}

</div>
