{{%AUTOESCAPE context="HTML"}}
{{!
To everyone, while the disk of the database has no room or can't be written.
  ICONS_URL
  IS_LOW IS_FULL IS_READ_ONLY          sections, one of them
}}
<aside class="callout warning" aria-label="Disk"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{#IS_LOW}}The disk of this installation is almost full. Soon nothing can be saved: ask whoever runs Rostrum to make room.{{/IS_LOW}}{{#IS_FULL}}The disk of this installation is full: nothing can be saved until there is room. What you see is still right. Tell whoever runs Rostrum.{{/IS_FULL}}{{#IS_READ_ONLY}}The disk of this installation is read-only: nothing can be saved until it takes changes again. What you see is still right. Tell whoever runs Rostrum.{{/IS_READ_ONLY}}</div></aside>
