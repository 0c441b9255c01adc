import { Toast } from '@base-ui/react/toast'
import { useMemo } from 'react'

type Message = { title: string; detail?: string; action?: { label: string; act: () => void } }

/** Says what just happened: `say` in passing, `fail` so that it is heard at once and stays. */
export function useToasts(): { say: (message: Message) => void; fail: (message: Message) => void } {
  const { add, close } = Toast.useToastManager()
  return useMemo(() => {
    function show({ title, detail, action }: Message, type: 'done' | 'error'): void {
      const id = add({
        title,
        type,
        ...(detail === undefined ? {} : { description: detail }),
        ...(type === 'error' ? { priority: 'high', timeout: 0 } : { priority: 'low' }),
        ...(action && {
          actionProps: {
            children: action.label,
            onClick: () => {
              close(id)
              action.act()
            },
          },
        }),
      })
    }
    return {
      say: (message) => show(message, 'done'),
      fail: (message) => show(message, 'error'),
    }
  }, [add, close])
}
