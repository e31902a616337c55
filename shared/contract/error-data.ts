import { z } from 'zod';
import { type AppErrorData, ERRORS, type ErrorCode, type ErrorDetails } from '../errors.ts';

const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

/** A failure as it travels. */
export const errorData: z.ZodType<AppErrorData> = z.object({
  code: errorCode,
  message: z.string(),
  hint: z.string(),
  technical: z.string().optional(),
  details: z.custom<ErrorDetails>((value) => typeof value === 'object').optional(),
});
