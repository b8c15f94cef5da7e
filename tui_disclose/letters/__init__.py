"""Letters and printed forms of the request log (依申请公开的文书), from templates that an office may change."""
