import { z } from 'zod'

// zod would try to compile code, which the page's security policy forbids; said before any schema is made.
z.config({ jitless: true })
