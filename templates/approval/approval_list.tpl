{{%AUTOESCAPE context="HTML"}}
{{! What a second person decides about: TABLE (ROW as approval_view.h says), EMPTY. Includes PAGER_LINKS. }}
<div class="page-head">
<div>
<h1>Approvals</h1>
<p class="lead">What one person asks for and another has to approve. What waits for you is in your <a href="/inbox">inbox</a> too.</p>
</div>
</div>
{{#TABLE}}<table class="list"><caption class="sr">Requests, newest first</caption>
<thead><tr><th scope="col">Request</th><th scope="col">Asked by</th><th scope="col">Asked</th><th scope="col">State</th><th scope="col">Decided by</th><th scope="col"><span class="sr">Action</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{APPROVAL_URL}}">{{TITLE}}</a></div></td><td data-label="Asked by">{{ASKED_BY}}</td><td class="when" data-label="Asked">{{#ASKED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}</td><td class="nowrap" data-label="State"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span></td><td data-label="Decided by">{{#DECIDED}}{{DECIDED_BY}}{{/DECIDED}}</td><td class="end">{{#MAY_DECIDE}}<a class="btn small" href="{{APPROVAL_URL}}">Review<span class="sr"> {{TITLE}}</span></a>{{/MAY_DECIDE}}</td></tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#check"></use></svg>
<h2>Nothing was asked for yet</h2><p>Moves of protected labels, erasures, the release of legal holds, live retention runs, superuser rights and closing the organization need two people.</p></section>{{/EMPTY}}
{{>PAGER_LINKS}}
