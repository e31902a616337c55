import { AppError, type ErrorCode } from '../../../shared/errors.ts';

/** The code with which something was refused; undefined when it was not. */
export async function codeOf(work: Promise<unknown>): Promise<ErrorCode | undefined> {
  return (await refusalOf(work))?.code;
}

/** The error with which something was refused. */
export async function refused(work: Promise<unknown>): Promise<AppError> {
  const error = await refusalOf(work);
  if (!error) throw new Error('nothing was refused');
  return error;
}

async function refusalOf(work: Promise<unknown>): Promise<AppError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
